#include "remember/store/store.h"

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/journal/fake_disk.h"
#include "remember/store/schema.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Row = Database::Row;

const ServiceKey kWeb{"shop", "web"};

class StoreTest : public testing::Test {
 protected:
  std::unique_ptr<Store> Open() {
    auto opened = Store::Open(file);
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::make_unique<Store>(*std::move(opened)) : nullptr;
  }
  void Add(const std::vector<RecordBody>& bodies) {
    std::vector<Record> records;
    for (const auto& body : bodies) records.push_back({++sequence, kStart, body});
    const auto added = store->Add(records, {.segment = 1, .sequence = sequence, .hash = "it's"});
    ASSERT_TRUE(added) << added.error().message;
  }
  std::vector<StoredDecision> Find(const StoreQuery& query = {}) {
    const auto found = store->Find(query);
    EXPECT_TRUE(found) << found.error().message;
    return found.value_or(std::vector<StoredDecision>{});
  }
  std::vector<std::uint64_t> Ids(const StoreQuery& query = {}) {
    std::vector<std::uint64_t> ids;
    for (const auto& row : Find(query)) ids.push_back(row.id.value);
    return ids;
  }
  std::vector<Row> Ask(const std::string& sql) {
    const auto rows = store->database().Query(sql);
    EXPECT_TRUE(rows) << rows.error().message;
    return rows.value_or(std::vector<Row>{});
  }

  TemporaryFolder folder;
  std::filesystem::path file = folder.path / "store.duckdb";
  std::unique_ptr<Store> store = Open();
  std::uint64_t sequence = 0;
};

TEST_F(StoreTest, ADecisionComesBackAsItWas) {
  auto action = ActionOf(7);
  action.verdict.because = Reason::kTooManyReplicas;
  const ActionReport report{.decision = {7}, .service = kWeb, .at = kStart + 1s, .ok = true, .added = {{"it's"}}};
  const Outcome outcome{.decision = {7}, .service = kWeb, .kind = OutcomeKind::kFailed, .message = "\"no\" replica\n"};
  Add({Intent{action}, ActionEnded{report}, OutcomeJudged{outcome}});
  const auto found = Find();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0], Stored({.decision = action, .last = action.at, .report = report, .outcome = outcome}));
  EXPECT_EQ(found[0].action, "scale_up");
  EXPECT_EQ(found[0].from_replicas, 2);
  EXPECT_EQ(found[0].to_replicas, 4);
  EXPECT_EQ(found[0].reason, Reason::kTooManyReplicas);
  EXPECT_EQ(found[0].outcome, "failed");
  EXPECT_EQ(found[0].explanation, "\"no\" replica\n");
}

TEST_F(StoreTest, TheTableIsOneThatSqlCanAsk) {
  Add({Intent{ActionOf(1)}, HoldRun{HoldOf(2), kStart + 1h, 700}, ActionEnded{{.decision = {1}, .service = kWeb}}});
  EXPECT_THAT(Ask("SELECT id::VARCHAR, action, reason, outcome, (metrics->>'$.signals[0].mean')::VARCHAR, "
                  "epoch_ms(last)::VARCHAR FROM decisions ORDER BY id"),
              ElementsAre(Row{"1", "scale_up", "AboveTarget", "failed", "0.91", "1764000005000"},
                          Row{"2", "hold", "AboveTarget", std::nullopt, "0.91", "1764003600000"}));
}

TEST_F(StoreTest, WhatBecameOfADecisionMayComeInALaterBatch) {
  Add({Intent{ActionOf(1)}, HoldRun{HoldOf(2)}});
  Add({ActionEnded{{.decision = {1}, .service = kWeb, .ok = true}}});
  Add({OutcomeJudged{{.decision = {1}, .service = kWeb}}, HoldRun{HoldOf(2), kStart + 1h, 30}});
  Add({HoldRun{HoldOf(2), kStart + 2h, 60}, OutcomeJudged{{.decision = {77}, .service = kWeb}}});
  const auto found = Find();
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].outcome, "success");
  EXPECT_TRUE(found[0].report && found[0].report->ok);
  EXPECT_EQ(found[1].looks, 60);
  EXPECT_EQ(found[1].last, kStart + 2h);
}

TEST_F(StoreTest, ProgressIsKeptWithWhatItStandsFor) {
  EXPECT_EQ(*store->Progress(), Bookmark{});
  const Bookmark place{.segment = 3, .line_begin = 100, .line_end = 250, .sequence = 9, .hash = "it's"};
  const std::vector<Record> records{{9, kStart, HoldRun{HoldOf(1)}}};
  ASSERT_TRUE(store->Add(records, place));
  store.reset();
  store = Open();
  EXPECT_EQ(*store->Progress(), place);
  EXPECT_THAT(Ids(), ElementsAre(1u));
  ASSERT_TRUE(store->Restart());
  EXPECT_EQ(*store->Progress(), Bookmark{});
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(StoreTest, QueriesNarrowAndPage) {
  Add({HoldRun{HoldOf(1), kStart + 10min, 5}, HoldRun{HoldOf(2, "db"), kStart}, Intent{ActionOf(3)},
       HoldRun{HoldOf(4), kStart + 1h, 9}});
  EXPECT_THAT(Ids({.service = kWeb}), ElementsAre(1u, 3u, 4u));
  EXPECT_THAT(Ids({.service = ServiceKey{"shop", "x' OR 'a'='a"}}), IsEmpty());
  EXPECT_THAT(Ids({.since = kStart + 10min}), ElementsAre(1u, 4u));
  EXPECT_THAT(Ids({.limit = 2}), ElementsAre(1u, 2u));
  EXPECT_THAT(Ids({.after = DecisionId{2}, .limit = 2}), ElementsAre(3u, 4u));
}

TEST_F(StoreTest, WhatThePrunedPartOfTheJournalHeldIsForgotten) {
  Add({HoldRun{HoldOf(1)}, Intent{ActionOf(2)}, HoldRun{HoldOf(3)}});
  Add({HoldRun{HoldOf(1), kStart + 1h, 2}});
  const std::vector<DecisionId> kept{{2}};
  ASSERT_TRUE(store->Forget(4, kept));
  EXPECT_THAT(Ids(), ElementsAre(1u, 2u));
  ASSERT_TRUE(store->Forget(5, {}));
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_F(StoreTest, MinutesAreMadeOfTheFineSamplesAndEachHaveTheirTime) {
  const auto at = std::chrono::floor<std::chrono::minutes>(kStart);
  for (int i = 0; i < 12; ++i) {
    const std::vector<Sample> samples{
        {.service = kWeb,
         .at = at + i * 10s,
         .running = 2 + i / 6,
         .ready = 2,
         .signals = {{.name = "cpu.utilization", .mean = 0.1 * i, .p95 = 0.1 * i + 0.05}, {.name = "queue.length"}}}};
    ASSERT_TRUE(store->Add(samples));
  }
  const std::string minutes =
      "SELECT signal, round(mean, 2)::VARCHAR, round(p95, 2)::VARCHAR, running::VARCHAR FROM samples "
      "WHERE seconds = 60 ORDER BY timestamp, signal";
  ASSERT_TRUE(store->Condense(at + 90s));
  EXPECT_THAT(Ask(minutes), ElementsAre(Row{"cpu.utilization", "0.25", "0.55", "2.0"},
                                        Row{"queue.length", std::nullopt, std::nullopt, "2.0"}));
  for (int twice = 0; twice < 2; ++twice) ASSERT_TRUE(store->Condense(at + 2min));
  EXPECT_THAT(Ask(minutes), ElementsAre(testing::_, testing::_, Row{"cpu.utilization", "0.85", "1.15", "3.0"},
                                        Row{"queue.length", std::nullopt, std::nullopt, "3.0"}));
  const std::string counts = "SELECT seconds::VARCHAR, count(*)::VARCHAR FROM samples GROUP BY 1 ORDER BY 1";
  EXPECT_THAT(Ask(counts), ElementsAre(Row{"10", "24"}, Row{"60", "4"}));
  ASSERT_TRUE(store->Condense(at + 1min + Store::kFineKept));
  EXPECT_THAT(Ask(counts), ElementsAre(Row{"10", "12"}, Row{"60", "4"}));
  ASSERT_TRUE(store->Condense(at + 1min + Store::kCoarseKept));
  EXPECT_THAT(Ask(counts), ElementsAre(Row{"60", "2"}));
}

constexpr std::array<std::string_view, 3> kSteps{"CREATE TABLE t (a BIGINT); INSERT INTO t VALUES (1)",
                                                 "ALTER TABLE t ADD COLUMN b VARCHAR DEFAULT 'new'",
                                                 "CREATE TABLE u (a BIGINT); nonsense"};

class SchemaTest : public testing::Test {
 protected:
  TemporaryFolder folder;
  std::unique_ptr<Database> database = *Database::Open(folder.path / "store.duckdb");
  std::span<const std::string_view> steps = kSteps;
};

TEST_F(SchemaTest, EachStepIsTakenOnceAndKeepsWhatIsThere) {
  ASSERT_TRUE(Migrate(*database, steps.first(1)));
  ASSERT_TRUE(database->Execute("INSERT INTO t VALUES (2)"));
  ASSERT_TRUE(Migrate(*database, steps.first(2)));
  ASSERT_TRUE(Migrate(*database, steps.first(2)));
  EXPECT_THAT(*database->Query("SELECT a::VARCHAR, b FROM t ORDER BY a"),
              ElementsAre(Row{"1", "new"}, Row{"2", "new"}));
}

TEST_F(SchemaTest, AStepThatFailsLeavesNothingAndIsNamed) {
  ASSERT_TRUE(Migrate(*database, steps.first(2)));
  const auto failed = Migrate(*database, steps);
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("bring the store to schema 3"));
  EXPECT_FALSE(database->Query("SELECT a::VARCHAR FROM u"));
  EXPECT_TRUE(Migrate(*database, steps.first(2)));
}

TEST_F(SchemaTest, WhatANewerVersionMadeIsNotTouched) {
  ASSERT_TRUE(Migrate(*database, steps.first(2)));
  const auto refused = Migrate(*database, steps.first(1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kInvalidInput);
  EXPECT_THAT(refused.error().message, HasSubstr("newer Docktor"));
}

}  // namespace
}  // namespace docktor::remember
