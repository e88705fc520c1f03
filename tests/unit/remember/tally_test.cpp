/// What the store adds up of language models, and of how actions turned out by who wanted them.
#include <gmock/gmock.h>

#include "fixtures.h"
#include "remember/store/judgement_table.h"
#include "remember/store/store.h"

namespace docktor::remember {
namespace {

const ServiceKey kWeb{"shop", "web"};

Judged Of(const std::string& model, AdviceFate fate, Duration took = 2s) {
  Judgement judgement{.look = {1},
                      .service = kWeb,
                      .asked = kStart,
                      .took = took,
                      .endpoint = "http://localhost:1/v1",
                      .model = model,
                      .reply = "it's \"so\"",
                      .tokens_in = 700,
                      .tokens_out = 50,
                      .dollars = 0.001};
  if (fate != AdviceFate::kInvalid && fate != AdviceFate::kFailed)
    judgement.advice = Advice{.count = 3, .confidence = 0.7};
  return {.judgement = judgement, .fate = fate, .recommended = 2, .verdict = 3, .looks = 10};
}

class TallyTest : public testing::Test {
 protected:
  void Add(const std::vector<RecordBody>& bodies) {
    std::vector<Record> records;
    for (const auto& body : bodies) records.push_back({++sequence, kStart, body});
    ASSERT_TRUE(store.Add(records, {.segment = 1, .sequence = sequence, .hash = "h"}));
  }
  Tally Since(Instant since) {
    const auto tally = TallySince(store.database(), since);
    EXPECT_TRUE(tally) << tally.error().message;
    return tally.value_or(Tally{});
  }
  TemporaryFolder folder;
  Store store = Store::Open(folder.path / "store.duckdb").value();
  std::uint64_t sequence = 0;
};

TEST_F(TallyTest, NothingAddsUpToNothing) {
  EXPECT_TRUE(Since(kStart).models.empty());
  EXPECT_TRUE(Since(kStart).outcomes.empty());
}

TEST_F(TallyTest, EachModelByItself) {
  Add({Of("small", AdviceFate::kFollowed, 1s), Of("small", AdviceFate::kSame, 3s), Of("small", AdviceFate::kInvalid)});
  Add({Of("large", AdviceFate::kLate, 20s), Of("small", AdviceFate::kOverruled)});
  const auto tally = Since(kStart);
  ASSERT_EQ(tally.models.size(), 2u);
  const auto& small = tally.models[0];
  EXPECT_EQ(small.model, "small");
  EXPECT_EQ(small.asked, 4);
  EXPECT_EQ(small.followed, 1);
  EXPECT_EQ(small.same, 1);
  EXPECT_EQ(small.invalid, 1);
  EXPECT_EQ(small.overruled, 1);
  EXPECT_EQ(small.looks, 40);
  EXPECT_EQ(small.tokens_in, 2800);
  EXPECT_NEAR(small.dollars, 0.004, 1e-9);
  EXPECT_NEAR(small.mean_seconds, 2, 1e-9);
  EXPECT_EQ(tally.models[1].late, 1);
  EXPECT_TRUE(Since(kStart + 1s).models.empty());
}

TEST_F(TallyTest, LooksAtWhatAModelWasAskedAboutCountAfterItsLastQuestionToo) {
  const auto calm = [](std::uint64_t id, const ServiceKey& service, std::int64_t count) {
    auto first = ActionOf(id);
    first.action.reset();
    first.service = service;
    return HoldRun{.first = first, .last = kStart + 5s, .count = count};
  };
  Add({calm(1, kWeb, 70), calm(2, {"shop", "db"}, 500), calm(3, kWeb, 4), Of("large", AdviceFate::kLate)});
  Add({Of("small", AdviceFate::kSame), Of("small", AdviceFate::kSame)});
  const auto models = Since(kStart).models;
  ASSERT_EQ(models.size(), 2U);
  EXPECT_EQ(models[0].looks + models[1].looks, 74);
  EXPECT_EQ(models[1].looks, 10);
}

TEST_F(TallyTest, TalksAndWhatAllQuestionsHaveTaken) {
  const auto talk = [](const std::string& model, std::int64_t calls) {
    return TalkedWith{
        .at = kStart, .model = model, .calls = calls, .tokens_in = 900, .tokens_out = 100, .dollars = 0.01};
  };
  Add({talk("small", 2), talk("large", 5), talk("small", 1), Of("small", AdviceFate::kSame)});
  const auto tally = Since(kStart);
  ASSERT_EQ(tally.talks.size(), 2u);
  EXPECT_EQ(tally.talks[0].model, "large");
  const auto& small = tally.talks[1];
  EXPECT_EQ(small.talks, 2);
  EXPECT_EQ(small.calls, 3);
  EXPECT_EQ(small.tokens_in, 1800);
  EXPECT_EQ(small.tokens_out, 200);
  EXPECT_NEAR(small.dollars, 0.02, 1e-9);
  EXPECT_EQ(tally.total.calls, 9);
  EXPECT_EQ(tally.total.tokens, 3750);
  EXPECT_NEAR(tally.total.dollars, 0.031, 1e-9);
  ASSERT_TRUE(store.Restart());
  EXPECT_TRUE(Since(kStart).talks.empty());
}

TEST_F(TallyTest, OutcomesByWhoWantedTheActions) {
  auto by_model = ActionOf(1);
  by_model.wish = {4, Actor::kModel};
  const auto judged = [](std::uint64_t id, OutcomeKind kind) {
    return OutcomeJudged{{.decision = {id}, .service = kWeb, .at = kStart, .kind = kind}};
  };
  Add({Intent{by_model}, Intent{ActionOf(2)}, Intent{ActionOf(3)}, Intent{ActionOf(4)}});
  Add({judged(1, OutcomeKind::kWasteful), judged(2, OutcomeKind::kSuccess), judged(3, OutcomeKind::kRolledBack)});
  const auto outcomes = Since(kStart - 1h).outcomes;
  ASSERT_EQ(outcomes.size(), 2u) << "of the fourth nothing is known yet";
  EXPECT_EQ(outcomes[0].by, "model");
  EXPECT_EQ(outcomes[0].wasteful, 1);
  EXPECT_EQ(outcomes[1].by, "rules");
  EXPECT_EQ(outcomes[1].actions, 2);
  EXPECT_EQ(outcomes[1].success, 1);
  EXPECT_EQ(outcomes[1].other, 1);
}

TEST_F(TallyTest, WhatTheJournalNoLongerHasIsForgotten) {
  Add({Of("small", AdviceFate::kSame), Of("small", AdviceFate::kSame)});
  ASSERT_TRUE(store.Forget(2, {}));
  EXPECT_EQ(Since(kStart).models.at(0).asked, 1);
  ASSERT_TRUE(store.Restart());
  EXPECT_TRUE(Since(kStart).models.empty());
}

}  // namespace
}  // namespace docktor::remember
