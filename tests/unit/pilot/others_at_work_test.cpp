#include "pilot/others/others_at_work.h"

#include <gtest/gtest.h>

namespace docktor::pilot {
namespace {

constexpr Instant kNoon{std::chrono::hours(12)};
const ServiceKey kWeb{"shop", "web"};

class OthersAtWorkTest : public testing::Test {
 protected:
  void Happens(const std::string& action, const std::string& id, const std::string& copy_of = "") {
    others_.Note({.service = kWeb, .container = {id}, .action = action, .copy_of = copy_of, .at = kNoon}, kNoon);
  }
  static Replica Ended(const std::string& id, int exit_code) {
    return {.id = {id}, .phase = Phase::kExited, .exit_code = exit_code};
  }
  bool AtWork(Duration later) const { return others_.Until(kNoon + later).has_value(); }

  OthersAtWork others_;
};

TEST_F(OthersAtWorkTest, AnEventCountsForASecond) {
  EXPECT_FALSE(AtWork(0s));
  Happens("start", "a");
  EXPECT_TRUE(AtWork(999ms));
  EXPECT_FALSE(AtWork(1s));
}

TEST_F(OthersAtWorkTest, AStopLastsUntilTheContainerHasEnded) {
  Happens("kill", "a");
  EXPECT_TRUE(AtWork(59s));
  EXPECT_FALSE(AtWork(60s)) << "it ignores the signal";
  Happens("die", "a");
  EXPECT_FALSE(AtWork(1s));
}

TEST_F(OthersAtWorkTest, WhatWasCreatedIsAboutToBeStarted) {
  Happens("create", "a");
  others_.Keep({});  // what was seen of the engine may be older
  EXPECT_TRUE(AtWork(10s)) << "a slow engine takes its time";
  EXPECT_FALSE(AtWork(60s)) << "it was only to be created";
  Happens("start", "a");
  EXPECT_FALSE(AtWork(1s));
}

TEST_F(OthersAtWorkTest, WhereOneWasStartedTheNextOneFollows) {
  const Replica running{.id = {"a"}, .phase = Phase::kReady}, stopped{.id = {"b"}, .phase = Phase::kExited};
  others_.Keep({running, stopped});
  EXPECT_FALSE(AtWork(0s)) << "stopped, and left so";
  Happens("start", "a");
  EXPECT_TRUE(AtWork(9s));
  EXPECT_FALSE(AtWork(10s)) << "only one was meant";
  Happens("start", "b");
  EXPECT_FALSE(AtWork(1s)) << "that was the last one";
}

TEST_F(OthersAtWorkTest, ThatACopyOfOursIsGivenUpSaysNothingOfWhatHadCrashed) {
  others_.OurAction({.decision = DecisionId{7}});
  Happens("die", "crashed");
  Happens("create", "copy", "d7");
  Happens("start", "copy", "d7");
  Happens("kill", "copy", "d7");
  Happens("die", "copy", "d7");
  EXPECT_TRUE(others_.DiedByItself({"crashed"}));
  Happens("kill", "other");
  Happens("die", "other");
  EXPECT_FALSE(others_.DiedByItself({"crashed"})) << "who stops a service means those as well";
}

TEST_F(OthersAtWorkTest, WhoStopsACopyOfOursLaterStopsTheService) {
  others_.OurAction({.decision = DecisionId{7}});
  others_.Ended({.decision = DecisionId{7}, .ok = true, .added = {{"copy"}}}, kNoon);
  Happens("die", "crashed");
  Happens("kill", "copy", "d7");
  Happens("die", "copy", "d7");
  EXPECT_FALSE(others_.DiedByItself({"crashed"}));
}

TEST_F(OthersAtWorkTest, AStopOfOneThatWaitsForItsRestartPolicyIsSeenByItsOnlyEvent) {
  Happens("die", "crashing");
  ASSERT_TRUE(others_.DiedByItself({"crashing"}));
  Happens("stop", "crashing");
  EXPECT_FALSE(others_.DiedByItself({"crashing"}));
  EXPECT_TRUE(AtWork(0s));
}

TEST_F(OthersAtWorkTest, WhatWasToGoAndStayedIsNotOursAnyMore) {
  others_.OurAction({.decision = DecisionId{7}, .remove = {{"a"}, {"b"}}});
  others_.Ended({.decision = DecisionId{7}, .ok = true, .removed = {{"b"}}}, kNoon);
  EXPECT_FALSE(others_.IsOurs({"a"})) << "it was called off";
  EXPECT_TRUE(others_.IsOurs({"b"}));
  others_.OurAction({.decision = DecisionId{8}, .remove = {{"a"}}});
  others_.Ended({.decision = DecisionId{8}, .ok = false}, kNoon);
  others_.Pass(kNoon + 59s);
  EXPECT_TRUE(others_.IsOurs({"a"})) << "the engine may still be at it";
  others_.Pass(kNoon + 60s);
  EXPECT_FALSE(others_.IsOurs({"a"}));
}

TEST_F(OthersAtWorkTest, WhatWasToGoIsOursForAMinuteAfterTheEngineIsBack) {
  others_.OurAction({.decision = DecisionId{7}, .remove = {{"a"}}});
  others_.Ended({.decision = DecisionId{7}, .ok = false}, kNoon);
  others_.EngineLost(kNoon + 50s);
  others_.Pass(kNoon + 109s);
  EXPECT_TRUE(others_.IsOurs({"a"}));
  others_.Pass(kNoon + 110s);
  EXPECT_FALSE(others_.IsOurs({"a"}));
}

TEST_F(OthersAtWorkTest, WhatCrashedIsNotWaitedFor) {
  Happens("die", "b");
  others_.Keep({{.id = {"a"}, .phase = Phase::kReady}, {.id = {"b"}, .phase = Phase::kExited, .exit_code = 1}});
  Happens("start", "a");
  EXPECT_FALSE(AtWork(1s));
}

TEST_F(OthersAtWorkTest, AReloadIsNoStop) {
  others_.Note({.service = kWeb, .container = {"a"}, .action = "kill", .signal = "1", .at = kNoon}, kNoon);
  EXPECT_FALSE(AtWork(0s));
}

TEST_F(OthersAtWorkTest, ADeathIsItsOwnWhereNobodySentASignal) {
  Happens("kill", "stopped");
  Happens("die", "stopped");
  EXPECT_FALSE(others_.DiedByItself({"stopped"}));
  Happens("die", "crashed");
  EXPECT_TRUE(others_.DiedByItself({"crashed"}));
  others_.EngineLost(kNoon + 1s);
  EXPECT_FALSE(others_.DiedByItself({"crashed"}));
}

TEST_F(OthersAtWorkTest, AStopMeansThoseAsWellThatHadCrashedBefore) {
  Happens("die", "crashed");
  Happens("kill", "stopped");
  Happens("die", "stopped");
  EXPECT_FALSE(others_.DiedByItself({"crashed"}));
}

TEST_F(OthersAtWorkTest, ALongGracePeriodIsStillAStop) {
  Happens("kill", "a");
  others_.Note({.service = kWeb, .container = {"a"}, .action = "die", .at = kNoon + 90s}, kNoon + 90s);
  EXPECT_FALSE(others_.DiedByItself({"a"}));
}

TEST_F(OthersAtWorkTest, ACrashThatWasSeenIsOneWhateverItsExit) {
  Happens("die", "a");
  EXPECT_TRUE(others_.Crashed(Ended("a", 137)));
  EXPECT_TRUE(others_.Crashed(Ended("a", 1)));
  EXPECT_FALSE(others_.Crashed(Ended("a", 0))) << "it has done its work";
  EXPECT_FALSE(others_.Crashed({.id = {"a"}, .phase = Phase::kReady})) << "its policy has started it again";
}

TEST_F(OthersAtWorkTest, AStopThatWasSeenIsNoCrashWhateverItsExit) {
  for (const auto* action : {"kill", "die", "stop"}) Happens(action, "a");
  EXPECT_FALSE(others_.Crashed(Ended("a", 1)));
  others_.Keep({Ended("a", 1)});
  EXPECT_FALSE(others_.Crashed(Ended("a", 1)));
  Happens("start", "a");
  Happens("die", "a");
  EXPECT_TRUE(others_.Crashed(Ended("a", 1))) << "it ran again, and crashed";
}

TEST_F(OthersAtWorkTest, AStopOfOneThatCrashesAgainAndAgainIsNoCrash) {
  Happens("die", "a");
  Happens("stop", "a");
  EXPECT_FALSE(others_.Crashed(Ended("a", 1)));
}

TEST_F(OthersAtWorkTest, WhatWeStoppedDidNotCrash) {
  others_.OurAction({.decision = DecisionId{7}, .remove = {{"a"}}});
  for (const auto* action : {"kill", "die", "stop"}) Happens(action, "a");
  EXPECT_FALSE(others_.Crashed(Ended("a", 1)));
}

TEST_F(OthersAtWorkTest, WhereNobodySawTheEndTheExitTellsAFault) {
  for (const int stopped : {0, 1, 2, 127, 129, 130, 131, 137, 143, 156, 165, 255})  // some end with 1 or 2 when told to
    EXPECT_FALSE(others_.Crashed(Ended("a", stopped))) << stopped;
  for (const int crashed : {132, 134, 139}) EXPECT_TRUE(others_.Crashed(Ended("a", crashed))) << crashed;
  auto replica = Ended("a", 137);
  replica.out_of_memory = true;
  EXPECT_TRUE(others_.Crashed(replica));
  replica.exit_code = 143;
  EXPECT_FALSE(others_.Crashed(replica)) << "of a child of it the kernel had taken the memory";
}

TEST_F(OthersAtWorkTest, ACrashAndTheRestartPolicyAreNobodysWork) {
  others_.Keep({{.id = {"stopped"}, .phase = Phase::kExited}});
  Happens("die", "a");
  EXPECT_FALSE(AtWork(0s));
  Happens("start", "a");
  EXPECT_FALSE(AtWork(0s));
  EXPECT_FALSE(others_.DiedByItself({"a"})) << "it runs again";
}

TEST_F(OthersAtWorkTest, ACopyOfOursThatRunsAgainDidNotDie) {
  others_.OurAction({.decision = {7}, .service = kWeb});
  Happens("create", "copy", "d7");
  Happens("start", "copy", "d7");
  Happens("die", "copy", "d7");
  Happens("start", "copy", "d7");
  EXPECT_FALSE(others_.DiedByItself({"copy"}));
}

TEST_F(OthersAtWorkTest, OurOwnActionIsNobodyElses) {
  others_.OurAction({.decision = {7}, .service = kWeb, .remove = {{"old"}}});
  Happens("create", "copy", "d7");
  Happens("start", "copy", "d7");
  Happens("kill", "old");
  Happens("die", "old");
  Happens("destroy", "old");
  EXPECT_FALSE(AtWork(0s));
  EXPECT_FALSE(others_.DiedByItself({"old"}));
  Happens("kill", "copy", "d7");
  EXPECT_TRUE(AtWork(0s)) << "somebody else ends what we made";
}

}  // namespace
}  // namespace docktor::pilot
