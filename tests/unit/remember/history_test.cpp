#include "remember/history.h"

#include <thread>

#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/journal/fake_disk.h"
#include "support/restart.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::filesystem::path kFolder = "/state/shop";
const ServiceKey kWeb{"shop", "web"}, kDb{"shop", "db"};

/// A history that hears what the journal takes, as in the daemon.
class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    journal->Subscribe([this](const Record& record) { history.Add(record); });
  }
  void Append(RecordBody body) { ASSERT_TRUE(journal->Append(std::move(body))); }
  static std::vector<std::uint64_t> Ids(const std::vector<HistoryEntry>& entries) {
    std::vector<std::uint64_t> ids;
    for (const auto& entry : entries) ids.push_back(entry.decision.id.value);
    return ids;
  }

  HandClock clock;
  FakeDisk disk;
  std::unique_ptr<FileJournal> journal = OpenJournal(kFolder, clock, disk);
  History history{kFolder, 4, disk};
};

TEST_F(HistoryTest, AnActionIsToldWithWhatBecameOfIt) {
  Append(Intent{ActionOf(1)});
  EXPECT_FALSE(history.Find({1})->report);
  Append(ActionEnded{{.decision = {1}, .service = kWeb, .ok = true, .added = {{"new"}}}});
  Append(OutcomeJudged{{.decision = {1}, .service = kWeb, .until_ready = 3s}});
  const auto entry = history.Find({1});
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->decision, ActionOf(1));
  EXPECT_EQ(entry->looks, 1);
  EXPECT_EQ(entry->last, ActionOf(1).at);
  EXPECT_EQ(entry->report->added.front().value, "new");
  EXPECT_EQ(entry->outcome->until_ready, 3s);
}

TEST_F(HistoryTest, AHoldGrows) {
  Append(HoldRun{HoldOf(1), kStart, 1});
  Append(HoldRun{HoldOf(1), kStart + 1h, 720});
  EXPECT_EQ(history.List({}).size(), 1u);
  EXPECT_EQ(history.Find({1})->looks, 720);
  EXPECT_EQ(history.Find({1})->last, kStart + 1h);
}

TEST_F(HistoryTest, ListsTheNewestFirstAndByPage) {
  Append(HoldRun{HoldOf(1)});
  Append(Intent{ActionOf(2, "db")});
  Append(Noted("no decision"));
  Append(Intent{ActionOf(3)});
  Append(HoldRun{HoldOf(4, "db")});
  EXPECT_THAT(Ids(history.List({})), ElementsAre(4u, 3u, 2u, 1u));
  EXPECT_THAT(Ids(history.List({.limit = 2})), ElementsAre(4u, 3u));
  EXPECT_THAT(Ids(history.List({.before = DecisionId{3}, .limit = 2})), ElementsAre(2u, 1u));
  EXPECT_THAT(Ids(history.List({.service = kDb})), ElementsAre(4u, 2u));
  EXPECT_THAT(Ids(history.List({.actions_only = true})), ElementsAre(3u, 2u));
  EXPECT_THAT(Ids(history.List({.service = kWeb, .actions_only = true, .before = DecisionId{3}})), IsEmpty());
  EXPECT_THAT(history.List({.limit = 0}), IsEmpty());
}

TEST_F(HistoryTest, WhatIsTooOldForMemoryIsFoundInTheJournal) {
  Append(Intent{ActionOf(1, "db")});
  Append(ActionEnded{{.decision = {1}, .service = kDb, .ok = true}});
  for (std::uint64_t id = 2; id <= 9; ++id) Append(HoldRun{HoldOf(id)});
  EXPECT_THAT(Ids(history.List({})), ElementsAre(9u, 8u, 7u, 6u));
  EXPECT_FALSE(history.InMemory({1}));
  ASSERT_TRUE(history.Find({1}));
  EXPECT_TRUE(history.Find({1})->report->ok);
  EXPECT_EQ(history.NewestOf(kDb), DecisionId{1});
}

TEST_F(HistoryTest, KnowsTheNewestOfEachService) {
  EXPECT_FALSE(history.NewestOf(kWeb));
  Append(HoldRun{HoldOf(1)});
  Append(Intent{ActionOf(2)});
  Append(HoldRun{HoldOf(1), kStart + 1h, 5});
  EXPECT_EQ(history.NewestOf(kWeb), DecisionId{2});
  EXPECT_FALSE(history.NewestOf(kDb));
}

TEST_F(HistoryTest, WhatWasNeverDecidedIsNotFound) {
  Append(Noted("no decision"));
  for (const std::uint64_t id : {0u, 7u}) {
    const auto entry = history.Find({id});
    ASSERT_FALSE(entry);
    EXPECT_EQ(entry.error().code, Errc::kNotFound);
  }
}

TEST_F(HistoryTest, ALoadedHistoryEqualsTheOneThatListened) {
  for (std::uint64_t id = 1; id <= 9; ++id) {
    Append(id % 2 == 0 ? RecordBody(Intent{ActionOf(id)}) : RecordBody(HoldRun{HoldOf(id), kStart, 3}));
    if (id % 2 == 0) Append(ActionEnded{{.decision = {id}, .service = kWeb, .ok = id == 8}});
  }
  History loaded(kFolder, 4, disk);
  ASSERT_TRUE(Fill(loaded, kFolder, 4, disk));
  EXPECT_EQ(ToJson(loaded.List({})), ToJson(history.List({})));
  EXPECT_EQ(loaded.NewestOf(kWeb), DecisionId{9});
}

TEST_F(HistoryTest, IsReadWhileItGrows) {
  std::thread writer([this] {
    for (std::uint64_t id = 1; id <= 300; ++id) history.Add({id, kStart, HoldRun{HoldOf(id)}});
  });
  for (int i = 0; i < 300; ++i) {
    const auto ids = Ids(history.List({}));
    EXPECT_TRUE(std::is_sorted(ids.rbegin(), ids.rend()));
    EXPECT_LE(ids.size(), 4u);
  }
  writer.join();
  EXPECT_THAT(Ids(history.List({})), ElementsAre(300u, 299u, 298u, 297u));
}

}  // namespace
}  // namespace docktor::remember
