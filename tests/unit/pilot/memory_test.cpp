#include "pilot/memory.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace docktor::pilot {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const ServiceKey kWeb{"shop", "web"};

class Journal {
 public:
  void Write(RecordBody body) {
    now_ += 1s;
    memory_.Add({++sequence_, now_, std::move(body)});
  }
  void WriteIntent(std::uint64_t id, int from = 1, int to = 2) {
    Decision decision;
    decision.id = DecisionId{id};
    decision.service = kWeb;
    decision.action = Action{.from = from, .to = to, .add = std::max(to - from, 0)};
    Write(Intent{decision});
  }
  void WriteEnd(std::uint64_t id) { Write(ActionEnded{{.decision = DecisionId{id}, .service = kWeb, .at = now_}}); }
  void WriteStart() { Write(DaemonStarted{"1", kWeb.project}); }
  void Pass(Duration length) { now_ += length; }

  const std::vector<ModelCall>& model_calls() const { return memory_.model_calls; }
  PilotMemory& web() { return memory_.services[kWeb]; }
  Instant now() const { return now_; }

 private:
  FleetMemory memory_;
  Instant now_{};
  std::uint64_t sequence_ = 0;
};

TEST(FleetMemory, AnActionWithoutAnEndIsOpen) {
  Journal journal;
  journal.WriteStart();
  journal.WriteIntent(1);
  ASSERT_TRUE(journal.web().open);
  EXPECT_EQ(journal.web().open->id, DecisionId{1});
  EXPECT_THAT(journal.web().cut_short, IsEmpty()) << "no start has found it yet";
  journal.WriteEnd(1);
  EXPECT_FALSE(journal.web().open);
}

TEST(FleetMemory, JudgementsAndTalksAreCallsOfModels) {
  Journal journal;
  journal.Write(Judged{.judgement = {.service = kWeb,
                                     .asked = journal.now(),
                                     .took = 2s,
                                     .endpoint = "here",
                                     .tokens_in = 600,
                                     .tokens_out = 50,
                                     .dollars = 0.1}});
  journal.Write(TalkedWith{
      .at = journal.now(), .endpoint = "there", .calls = 3, .tokens_in = 900, .tokens_out = 100, .dollars = 0.2});
  const auto& calls = journal.model_calls();
  ASSERT_THAT(calls, SizeIs(2));
  EXPECT_EQ(calls[0].calls, 1);
  EXPECT_EQ(calls[0].tokens, 650);
  EXPECT_EQ(calls[1].calls, 3);
  EXPECT_EQ(calls[1].tokens, 1000);
  EXPECT_EQ(calls[1].endpoint, "there");
  EXPECT_DOUBLE_EQ(calls[1].dollars, 0.2);
}

TEST(FleetMemory, AServiceIsEmptyUntilAnActionFindsReplicas) {
  Journal journal;
  journal.WriteIntent(1, 2, 0);
  journal.Write(Emptied{kWeb, ServiceFacts{.key = kWeb}});
  EXPECT_TRUE(journal.web().emptied);
  journal.WriteIntent(2, 0, 1);
  EXPECT_TRUE(journal.web().emptied) << "it may fail";
  journal.WriteIntent(3, 1, 2);
  EXPECT_FALSE(journal.web().emptied) << "somebody has started it";
}

TEST(FleetMemory, AnActionWithoutAnOutcomeIsUnjudged) {
  Journal journal;
  journal.WriteIntent(1);
  EXPECT_FALSE(journal.web().unjudged) << "it has not ended";
  journal.WriteEnd(1);
  ASSERT_TRUE(journal.web().unjudged);
  EXPECT_EQ(journal.web().unjudged->decision.id, DecisionId{1});
  journal.Write(OutcomeJudged{{.decision = DecisionId{1}, .service = kWeb}});
  EXPECT_FALSE(journal.web().unjudged);
}

TEST(FleetMemory, WhatAStartFoundCutShortStaysKnownAfterItsEndIsOnRecord) {
  Journal journal;
  journal.WriteStart();
  journal.WriteIntent(1);
  journal.WriteStart();
  const auto found_at = journal.now();
  journal.WriteEnd(1);  // the start noted what was there, and died before it had tidied up
  ASSERT_THAT(journal.web().cut_short, SizeIs(1));
  EXPECT_EQ(journal.web().cut_short[0].decision.id, DecisionId{1});
  EXPECT_EQ(journal.web().cut_short[0].found_at, found_at);
  EXPECT_FALSE(journal.web().open);
}

TEST(FleetMemory, AllThatWasCutShortInShortOrderStaysKnown) {
  Journal journal;
  journal.WriteIntent(1);
  journal.WriteStart();
  journal.WriteStart();  // found again: its end is not on record yet
  journal.WriteEnd(1);
  journal.WriteIntent(2);
  journal.WriteStart();
  ASSERT_THAT(journal.web().cut_short, SizeIs(2));
  EXPECT_EQ(journal.web().cut_short[0].decision.id, DecisionId{1});
  EXPECT_EQ(journal.web().cut_short[1].decision.id, DecisionId{2});
  journal.WriteEnd(2);
  journal.Pass(2 * CutShort::kKept);
  journal.WriteStart();
  EXPECT_THAT(journal.web().cut_short, IsEmpty()) << "long over";
}

TEST(FleetMemory, ARemovalThatFailedStaysKnownToo) {
  Journal journal;
  const DecisionId id{1};
  journal.Write(Intent{{.id = id, .service = kWeb, .action = Action{.decision = id, .remove = {{"web-2"}}}}});
  journal.Write(ActionEnded{{.decision = id, .service = kWeb, .ok = false}});
  journal.WriteStart();
  ASSERT_THAT(journal.web().cut_short, SizeIs(1)) << "it may have been stopped and not removed";
  EXPECT_EQ(journal.web().cut_short[0].decision.id, id);
  EXPECT_TRUE(journal.web().cut_short[0].ended) << "what others do to it is theirs";
}

TEST(FleetMemory, AnActionThatEndedWasNotCutShort) {
  Journal journal;
  journal.WriteIntent(1);
  journal.WriteEnd(1);
  journal.WriteStart();
  EXPECT_THAT(journal.web().cut_short, IsEmpty());
}

}  // namespace
}  // namespace docktor::pilot
