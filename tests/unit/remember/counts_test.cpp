#include "remember/counts.h"

#include <gmock/gmock.h>

#include "fixtures.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

const ServiceKey kWeb{"shop", "web"};

class CountsTest : public testing::Test {
 protected:
  void Add(const std::vector<RecordBody>& bodies) {
    for (const auto& body : bodies) counts.Add({.sequence = ++sequence, .at = kStart, .body = body});
  }
  ServiceCounts Web() const { return counts.Now().at(kWeb); }

  Counts counts;
  std::uint64_t sequence = 0;
};

RecordBody Ended(std::uint64_t id, bool ok) {
  return ActionEnded{{.decision = {id}, .service = kWeb, .ok = ok, .message = ok ? "" : "no such image"}};
}
RecordBody Turned(std::uint64_t id, OutcomeKind kind, std::optional<Duration> until_ready = {}) {
  return OutcomeJudged{{.decision = {id}, .service = kWeb, .kind = kind, .until_ready = until_ready}};
}

TEST_F(CountsTest, NothingIsCountedBeforeItHappens) {
  EXPECT_THAT(counts.Now(), IsEmpty());
  Add({DaemonStarted{"1.0", "shop"}, FirstEnabled{kWeb, 2}});
  EXPECT_THAT(counts.Now(), IsEmpty());
}

TEST_F(CountsTest, ChangesByActionActorAndReason) {
  auto commanded = ActionOf(3);
  commanded.wish.by = Actor::kPerson;
  commanded.action->to = 1;
  commanded.verdict.because = Reason::kCommanded;
  Add({Intent{ActionOf(1)}, Intent{ActionOf(2)}, Intent{commanded}});
  EXPECT_THAT(Web().changes, ElementsAre(Pair(ChangeDecided{"scale_down", Actor::kPerson, Reason::kCommanded}, 1),
                                         Pair(ChangeDecided{"scale_up", Actor::kRules, Reason::kAboveTarget}, 2)));
}

TEST_F(CountsTest, AnIntentThatIsPutOnRecordAnewIsOne) {
  Add({Intent{ActionOf(1)}, Intent{ActionOf(1)}});
  EXPECT_THAT(Web().changes, ElementsAre(Pair(ChangeDecided{"scale_up", Actor::kRules, Reason::kAboveTarget}, 1)));
}

TEST_F(CountsTest, AHoldThatGrowsIsOne) {
  auto limited = HoldOf(2);
  limited.verdict.because = Reason::kTooManyReplicas;
  Add({HoldRun{HoldOf(1), kStart, 1}, HoldRun{HoldOf(1), kStart + 1h, 720}, HoldRun{limited, kStart, 1}});
  EXPECT_THAT(Web().holds, ElementsAre(Pair(Reason::kAboveTarget, 1), Pair(Reason::kTooManyReplicas, 1)));
}

TEST_F(CountsTest, AFailureIsCountedOnceByWhereItFailed) {
  Add({Ended(1, true), Turned(1, OutcomeKind::kSuccess, 3s)});
  EXPECT_THAT(Web().failures, IsEmpty());
  Add({Ended(2, false), Turned(2, OutcomeKind::kFailed)});
  EXPECT_THAT(Web().failures, ElementsAre(Pair(Failure::kNotDone, 1)));
  Add({Ended(3, true), Turned(3, OutcomeKind::kFailed), Turned(3, OutcomeKind::kRolledBack)});
  EXPECT_THAT(Web().failures, ElementsAre(Pair(Failure::kNotDone, 1), Pair(Failure::kNotReady, 1)));
  EXPECT_THAT(Web().outcomes, ElementsAre(Pair(OutcomeKind::kSuccess, 1), Pair(OutcomeKind::kRolledBack, 1),
                                          Pair(OutcomeKind::kFailed, 2)));
}

TEST_F(CountsTest, HowLongReplicasTookToBeReady) {
  Add({Turned(1, OutcomeKind::kSuccess, 1s), Turned(2, OutcomeKind::kSuccess, 1001ms),
       Turned(3, OutcomeKind::kSuccess, 10min), Turned(4, OutcomeKind::kSuccess),
       Turned(3, OutcomeKind::kInsufficient, 10min)});
  const auto spread = Web().until_ready;
  EXPECT_THAT(spread.counts, ElementsAre(1, 1, 0, 0, 0, 0, 0, 0, 0, 1));
  EXPECT_DOUBLE_EQ(spread.sum, 1 + 1.001 + 600);
}

TEST_F(CountsTest, WhatOthersAndPersonsDo) {
  Add({ChangeSeen{.service = kWeb, .kind = ChangeKind::kDeploy},
       ChangeSeen{.service = kWeb, .kind = ChangeKind::kDeploy},
       ProposalEnded{.service = kWeb, .how = ProposalEnd::kRejected}});
  EXPECT_THAT(Web().changes_by_others, ElementsAre(Pair(ChangeKind::kDeploy, 2)));
  EXPECT_THAT(Web().proposals, ElementsAre(Pair(ProposalEnd::kRejected, 1)));
}

TEST_F(CountsTest, ModelsByName) {
  Judgement judgement{.service = kWeb, .took = 2s, .model = "small", .tokens_in = 700, .tokens_out = 50};
  const Judged followed{.judgement = judgement, .fate = AdviceFate::kFollowed};
  judgement.model = "large";
  Add({followed, followed, Judged{.judgement = judgement, .fate = AdviceFate::kLate}});
  const auto models = Web().models;
  ASSERT_EQ(models.size(), 2u);
  EXPECT_THAT(models.at("small").fates, ElementsAre(Pair(AdviceFate::kFollowed, 2)));
  EXPECT_EQ(models.at("small").tokens_in, 1400);
  EXPECT_EQ(models.at("small").tokens_out, 100);
  EXPECT_DOUBLE_EQ(models.at("small").seconds.sum, 4);
}

}  // namespace
}  // namespace docktor::remember
