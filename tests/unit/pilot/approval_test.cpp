#include <gmock/gmock.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

using testing::HasSubstr;

Spec Manual(int min = 1, int max = 10) {
  auto spec = World::Enabled(min, max);
  spec.manual = true;
  return spec;
}

/// Two replicas with work for four.
class ApprovalTest : public testing::Test {
 protected:
  ApprovalTest() { world_.Run(30s, 2.0); }

  std::optional<Proposal> Open() const { return world_.View().proposal; }
  DecisionId Id() const { return Open()->decision.id; }
  Answer Say(AnswerProposal answer, Actor by = Actor::kPerson) { return world_.Say({.by = by, .what = answer}); }
  template <typename Body>
  std::vector<Body> Written() const {
    std::vector<Body> all;
    for (const auto& record : world_.journal)
      if (const auto* body = std::get_if<Body>(&record.body)) all.push_back(*body);
    return all;
  }

  World world_{Manual(), 2};
};

TEST_F(ApprovalTest, AChangeIsProposedOnceAndNothingIsDone) {
  ASSERT_TRUE(Open());
  const auto proposed = *Open();
  EXPECT_EQ(proposed.decision.inputs.running, 2);
  EXPECT_EQ(proposed.decision.verdict.count, 4);
  EXPECT_EQ(proposed.expires - proposed.decision.at, Approval::kValid);
  world_.Run(2min, 2.0);
  EXPECT_EQ(world_.Running(), 2);
  EXPECT_EQ(Open(), proposed) << "the same is not proposed anew";
  EXPECT_EQ(Written<ProposalMade>().size(), 1u);
  const auto held = *world_.View().decision;
  EXPECT_EQ(held.verdict.because, Reason::kAwaitingApproval);
  EXPECT_EQ(held.id, Id()) << "the hold that waits is the one that proposed";
}

TEST_F(ApprovalTest, ApprovedItIsDone) {
  const auto id = Id();
  const auto answer = Say({.id = id});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->wish, (Wish{4, Actor::kPerson}));
  world_.Run(5s, 2.0);
  EXPECT_EQ(world_.Running(), 4);
  EXPECT_FALSE(Open());
  ASSERT_EQ(Written<ProposalEnded>().size(), 1u);
  EXPECT_EQ(Written<ProposalEnded>()[0].how, ProposalEnd::kApproved);
  EXPECT_EQ(Written<ProposalEnded>()[0].by, Actor::kPerson);
  EXPECT_FALSE(world_.View().override) << "it is one change, not an override";
}

TEST_F(ApprovalTest, ModifiedItIsResolvedAgain) {
  auto answer = Say({.id = Id(), .count = 11});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("the maximum is 10"));
  ASSERT_TRUE(Open()) << "it waits on";
  answer = Say({.id = Id(), .count = 3});
  ASSERT_TRUE(answer) << answer.error().message;
  world_.Run(2s, 2.0);
  EXPECT_EQ(world_.Running(), 3);
  EXPECT_EQ(Written<ProposalEnded>()[0].how, ProposalEnd::kModified);
  EXPECT_EQ(Written<ProposalEnded>()[0].count, 3);
}

TEST_F(ApprovalTest, ModifiedItIsNotProposedAgainForAWindow) {
  ASSERT_TRUE(Say({.id = Id(), .count = 3}));
  world_.Run(4min, 2.0);
  EXPECT_FALSE(Open()) << "four were wanted otherwise";
  EXPECT_EQ(world_.Running(), 3);
  FleetMemory memory;
  for (const auto& record : world_.journal) memory.Add(record);
  EXPECT_EQ(memory.services.at(world_.spec.key).refused->count, 4) << "after a restart too";
  world_.Run(2min, 2.0);
  EXPECT_TRUE(Open()) << "the window is over";
}

TEST_F(ApprovalTest, APersonsOwnLeastIsNotAskedAboutAgain) {
  ASSERT_TRUE(world_.Say({.what = ScaleTo{.count = 3, .kind = OverrideKind::kAtLeast, .hold = 1h}}));
  world_.Run(5s, 2.0);
  EXPECT_EQ(world_.Running(), 3);
  world_.Run(10s, 2.0);
  ASSERT_TRUE(Open()) << "what the rules want beyond it";
  EXPECT_EQ(Open()->decision.verdict.count, 4);
}

TEST_F(ApprovalTest, InADryRunNothingIsApproved) {
  auto spec = world_.spec;
  spec.dry_run = true;
  world_.Configure(spec);
  const auto answer = Say({.id = Id()});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("dry run"));
  world_.Run(20s, 2.0);
  EXPECT_TRUE(Written<ProposalEnded>().empty()) << "it still stands for the next start";
}

TEST_F(ApprovalTest, RejectedItIsNotProposedAgainForAWindow) {
  ASSERT_TRUE(Say({.id = Id(), .approved = false}));
  world_.Run(4min, 2.0);
  EXPECT_FALSE(Open());
  EXPECT_EQ(world_.Running(), 2);
  EXPECT_EQ(world_.View().decision->verdict.because, Reason::kAwaitingApproval);
  world_.Run(2min, 2.0);
  EXPECT_TRUE(Open()) << "the window is over";
}

TEST_F(ApprovalTest, AnotherCountIsProposedInSpiteOfARejection) {
  world_.Say({.what = ScaleTo{.count = 2, .kind = OverrideKind::kAtMost, .hold = 1s}});
  world_.Run(10s, 2.0);
  ASSERT_TRUE(Open());
  ASSERT_TRUE(Say({.id = Id(), .approved = false}));
  auto spec = world_.spec;
  spec.max = 3;
  world_.Configure(spec);
  world_.Run(10s, 2.0);
  ASSERT_TRUE(Open());
  EXPECT_EQ(Open()->decision.verdict.count, 3);
}

TEST_F(ApprovalTest, WhatChangesMeanwhileIsProposedInItsPlace) {
  const auto before = Id();
  auto spec = world_.spec;
  spec.max = 3;
  world_.Configure(spec);
  world_.Run(10s, 2.0);
  ASSERT_TRUE(Open());
  EXPECT_EQ(Open()->decision.verdict.count, 3);
  const auto stale = Say({.id = before});
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().code, Errc::kDenied);
  EXPECT_EQ(Written<ProposalEnded>().front().how, ProposalEnd::kReplaced);
}

TEST_F(ApprovalTest, WhatIsWantedNoLongerIsWithdrawn) {
  world_.Run(2min, 1.2);
  EXPECT_FALSE(Open());
  EXPECT_EQ(Written<ProposalEnded>().back().how, ProposalEnd::kWithdrawn);
}

TEST_F(ApprovalTest, ItExpires) {
  world_.readings = true;
  const auto before = Id();
  world_.Run(Approval::kValid + 10s, 2.0);
  EXPECT_EQ(Written<ProposalEnded>().front().how, ProposalEnd::kExpired);
  ASSERT_TRUE(Open()) << "and is proposed anew, since it is wanted still";
  EXPECT_NE(Id(), before);
  EXPECT_FALSE(Say({.id = before}));
  Instant ended{}, made{};
  for (const auto& record : world_.journal) {
    if (std::holds_alternative<ProposalEnded>(record.body)) ended = record.at;
    if (std::holds_alternative<ProposalMade>(record.body)) made = record.at;
  }
  EXPECT_LE(made - ended, 1s) << "at once";
}

TEST_F(ApprovalTest, OnlyAPersonAnswers) {
  for (const auto by : {Actor::kAgent, Actor::kModel, Actor::kRules}) {
    for (const bool approved : {true, false}) {
      const auto answer = Say({.id = Id(), .approved = approved}, by);
      ASSERT_FALSE(answer);
      EXPECT_EQ(answer.error().code, Errc::kDenied);
    }
  }
  EXPECT_TRUE(Open());
  EXPECT_EQ(world_.Running(), 2);
}

TEST_F(ApprovalTest, WhatWasShownHasToHold) {
  const auto id = Id();
  world_.Begin(world_.now, Phase::kReady);
  world_.Show();
  const auto answer = Say({.id = id});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("now 3 do"));
}

TEST_F(ApprovalTest, ARestartForgetsNeitherAProposalNorARejection) {
  FleetMemory memory;
  for (const auto& record : world_.journal) memory.Add(record);
  const auto id = Id();
  EXPECT_EQ(memory.services.at(world_.spec.key).proposal->decision.id, id);
  World again(Manual(), 2, memory);
  again.now = world_.now;
  EXPECT_TRUE(again.Say({.what = AnswerProposal{.id = id, .approved = false}}));
  for (const auto& record : again.journal) memory.Add(record);
  EXPECT_FALSE(memory.services.at(world_.spec.key).proposal);
  EXPECT_EQ(memory.services.at(world_.spec.key).refused->count, 4);
}

TEST_F(ApprovalTest, WithoutManualModeNobodyIsAsked) {
  auto spec = world_.spec;
  spec.manual = false;
  world_.Configure(spec);
  world_.Run(10s, 2.0);
  EXPECT_FALSE(Open());
  EXPECT_EQ(world_.Running(), 4);
}

TEST_F(ApprovalTest, AnAgentsCommandIsProposedToo) {
  ASSERT_TRUE(world_.Say({.by = Actor::kAgent, .what = ScaleTo{.count = 6}}));
  ASSERT_TRUE(Open());
  EXPECT_EQ(Open()->decision.verdict.count, 6);
  world_.Run(30s, 2.0);
  EXPECT_EQ(world_.Running(), 2);
}

TEST(Approval, ABurstAsksOnceNotEachSecond) {
  World world(Manual(), 2);
  world.Run(10s, 0.5);
  world.Run(3s, 2.0);
  ASSERT_TRUE(world.View().proposal) << "two seconds after it began";
  const auto records = world.journal.size();
  world.Run(1min, 2.0);
  EXPECT_LE(world.journal.size(), records + 4);
}

}  // namespace
}  // namespace docktor::pilot
