#include "pilot/others/change_watch.h"

#include <gmock/gmock.h>

namespace docktor::pilot {
namespace {

using testing::Eq;
using testing::Optional;

constexpr Instant kNoon{std::chrono::hours(12)};
const ServiceKey kWeb{"shop", "web"};
const ContainerId kA{"a"}, kB{"b"}, kC{"c"};

/// What others and we do to a service whose file says two replicas.
class ChangeWatchTest : public testing::Test {
 protected:
  ChangeWatchTest() {
    Start(kA);
    Start(kB);
    EXPECT_FALSE(Judge());
  }

  void Start(const ContainerId& id, bool copy = false, const std::string& config = "old") {
    facts_.replicas.push_back({.id = id,
                               .number = ++number_,
                               .phase = Phase::kReady,
                               .created_at = ++now_,
                               .started_at = now_,
                               .config_hash = config,
                               .copy = copy});
  }
  void Remove(const ContainerId& id) {
    std::erase_if(facts_.replicas, [&](const Replica& r) { return r.id == id; });
  }
  void Crash(const ContainerId& id) {
    others_.Note({.service = kWeb, .container = id, .action = "die", .at = now_}, now_);
  }
  void End(std::size_t which, int exit_code) {
    facts_.replicas[which].phase = Phase::kExited;
    facts_.replicas[which].exit_code = exit_code;
  }
  std::optional<ChangeKind> Judge() {
    Note();
    const auto change = watch_.Judge(facts_, others_, {.now = now_, .file_count = 2, .window = 5min});
    return change ? std::optional(change->kind) : std::nullopt;
  }
  void Note() {
    facts_.at = ++now_;
    watch_.Note(facts_, others_);
    others_.Keep(facts_.replicas);
  }
  void Settle(ActionReport report) {
    report.at = now_;
    Note();
    watch_.Settled(report, facts_, others_);
  }

  /// Moves on with whatever is seen or done.
  struct Clock {
    Instant operator++() { return at += 2s; }
    operator Instant() const { return at; }
    Instant at = kNoon;
  } now_;
  int number_ = 0;
  ServiceFacts facts_{.key = kWeb};
  OthersAtWork others_;
  ChangeWatch watch_{std::nullopt};
};

TEST_F(ChangeWatchTest, WhatWeAddedIsNobodysChange) {
  Start(kC, true);
  Settle({.added = {kC}});
  EXPECT_FALSE(Judge());
}

TEST_F(ChangeWatchTest, WhatOthersTookOfThatBeforeItWasSeenIsTheirChange) {
  Settle({.added = {kC}});
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kDeploy))) << "back to the count of the file";
}

TEST_F(ChangeWatchTest, WhatCrashedAmidAnActionAndIsGoneByItsEndIsNobodysChange) {
  Crash(kB);
  facts_.replicas[1].phase = Phase::kExited;
  Note();
  Remove(kB);  // what is left of a crashed copy goes before another one is made
  Start(kC, true);
  Settle({.added = {kC}});
  EXPECT_FALSE(Judge());
}

TEST_F(ChangeWatchTest, WhatWeRemovedAndLateFactsStillShowIsNobodysChange) {
  others_.OurAction({.decision = DecisionId{1}, .remove = {kB}});
  Settle({.removed = {kB}});
  EXPECT_FALSE(Judge()) << "it is still seen";
  others_.OurAction({.decision = DecisionId{2}, .remove = {}});
  Remove(kB);
  Settle({});
  EXPECT_FALSE(Judge());
}

TEST_F(ChangeWatchTest, ADeployBeforeWhichWeCopiedTheOldOnesIsADeploy) {
  Remove(kA);
  Remove(kB);
  Start({"new-a"}, false, "new");
  Start({"new-b"}, false, "new");
  Start(kC, true);  // made a moment later, of what was there before
  Settle({.added = {kC}});
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kDeploy)));
}

TEST_F(ChangeWatchTest, ADownThatMissesCopiesIsNoDeploy) {
  Start(kC, true);
  Start({"d"}, true);
  Settle({.added = {kC, {"d"}}});
  ASSERT_FALSE(Judge());
  Remove(kA);
  Remove(kB);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand))) << "though as many are left as the file says";
}

TEST_F(ChangeWatchTest, APlainUpThatLeavesCopiesIsADeploy) {
  Remove(kA);
  Start(kC, true);
  Settle({.added = {kC}});  // the service is b, c
  ASSERT_TRUE(Judge());
  Remove(kB);
  Start({"d"}, true);
  Settle({.added = {{"d"}}});
  ASSERT_TRUE(Judge());  // and now c, d
  Start({"e"});
  Start({"f"});
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand)));
  Remove({"e"});
  Remove({"f"});
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kDeploy))) << "Compose takes the highest numbers";
}

TEST_F(ChangeWatchTest, ADeployThatUndidNothingMakesTheNextNoPersonsWill) {
  Remove(kA);
  Start({"d"}, false, "new");
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kDeploy)));
  for (const auto* id : {"e", "f", "g"}) Start({id}, true, "new");
  Settle({.added = {{"e"}, {"f"}, {"g"}}});
  ASSERT_FALSE(Judge());
  for (const auto* id : {"e", "f", "g"}) Remove({id});
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kDeploy)));
}

TEST_F(ChangeWatchTest, WhatARestartedEngineDidNotBringBackNobodyTookAway) {
  watch_.EngineBack(true);
  End(1, 1);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kEngineRestart)));
  Remove(kA);
  Start(kC);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand))) << "that is over";
}

TEST_F(ChangeWatchTest, WhatIsMissingAfterACutSomebodyTookAway) {
  Start(kC);
  ASSERT_TRUE(Judge());
  watch_.EngineBack(false);
  End(1, 137);
  Remove(kC);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand)));
}

TEST_F(ChangeWatchTest, WhatCrashedDuringACutIsNobodysChange) {
  watch_.EngineBack(false);
  End(1, 139);
  EXPECT_FALSE(Judge());
  facts_.replicas[1].phase = Phase::kReady;
  EXPECT_FALSE(Judge());
}

TEST_F(ChangeWatchTest, WhatWasSeenToBeStoppedIsAStopWhateverItsExit) {
  for (const auto* action : {"kill", "die", "stop"})
    others_.Note({.service = kWeb, .container = kB, .action = action, .at = now_}, now_);
  watch_.EngineBack(false);
  End(1, 1);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand)));
}

TEST_F(ChangeWatchTest, ACutExplainsOnlyWhatIsFoundRightAfterIt) {
  watch_.EngineBack(false);
  EXPECT_FALSE(Judge());
  End(1, 1);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand))) << "nobody saw it die";
}

TEST_F(ChangeWatchTest, WhereNoneIsLeftAfterACutTheyWereStopped) {
  watch_.EngineBack(false);
  End(0, 1);
  End(1, 1);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kStopped)));
}

TEST_F(ChangeWatchTest, ARestartBeforeAnythingWasSeenExplainsNothing) {
  watch_ = ChangeWatch(std::nullopt);
  watch_.EngineBack(true);
  EXPECT_FALSE(Judge());
  Remove(kB);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand)));
}

TEST_F(ChangeWatchTest, ALossOfTheEngineAfterWhichAllRunExplainsNothingLater) {
  watch_.EngineBack(true);
  Note();  // amid an action: nothing is judged
  Start(kC);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand)));
}

TEST_F(ChangeWatchTest, FromNoneTheFirstConfigIsNoNewOne) {
  Remove(kA);
  Remove(kB);
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kStopped)));
  for (const auto& id : {kA, kB, kC}) Start(id, true);
  Settle({.added = {kA, kB, kC}});
  Start({"d"});
  EXPECT_THAT(Judge(), Optional(Eq(ChangeKind::kByHand)));
}

TEST_F(ChangeWatchTest, SomebodyStartsWhatHadCrashed) {
  Crash(kB);
  facts_.replicas[1].phase = Phase::kExited;
  EXPECT_FALSE(Judge());
  EXPECT_FALSE(watch_.OthersStarted());
  facts_.replicas[1].phase = Phase::kReady;
  EXPECT_FALSE(Judge()) << "the count is what it was";
  EXPECT_TRUE(watch_.OthersStarted());
}

TEST_F(ChangeWatchTest, ACopyThatStartsLateIsOurs) {
  Start(kC, true);
  facts_.replicas[2].phase = Phase::kExited;
  facts_.replicas[2].started_at = {};
  Settle({});
  ASSERT_FALSE(Judge());
  facts_.replicas[2].phase = Phase::kReady;
  facts_.replicas[2].started_at = ++now_;
  EXPECT_FALSE(Judge());
}

}  // namespace
}  // namespace docktor::pilot
