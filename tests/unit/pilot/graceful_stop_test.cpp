/// Somebody stops a service whose replicas end of another signal than TERM, or take long to end.
#include <gmock/gmock.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

constexpr Instant kNoon{std::chrono::hours(12)};
const ServiceKey kWeb{"shop", "web"};

class StopSignal : public testing::Test {
 protected:
  void Runs(const std::string& id, StopTerms stop) {
    others_.Keep({{.id = {id}, .phase = Phase::kReady, .stop = stop}});
  }
  void Happens(const std::string& action, const std::string& signal = "", Duration later = 0s) {
    others_.Note({.service = kWeb, .container = {"a"}, .action = action, .signal = signal}, kNoon + later);
  }
  bool AtWork(Duration later) const { return others_.Until(kNoon + later).has_value(); }

  OthersAtWork others_;
};

TEST_F(StopSignal, OfTheContainerItselfIsAStopWhicheverItIs) {
  for (const int signal : {1, 10, 12}) {
    Runs("a", {.signal = signal});
    Happens("kill", std::to_string(signal));
    EXPECT_TRUE(AtWork(59s)) << signal;
    Happens("die");
    EXPECT_FALSE(others_.DiedByItself({"a"})) << signal;
    EXPECT_FALSE(AtWork(1s)) << signal;
    Happens("start");
  }
}

TEST_F(StopSignal, OfAnotherKindIsStillAReload) {
  Runs("a", {.signal = 3});
  for (const auto* reload : {"1", "10", "12"}) Happens("kill", reload);
  EXPECT_FALSE(AtWork(0s));
  Happens("die");
  EXPECT_TRUE(others_.DiedByItself({"a"}));
}

TEST_F(StopSignal, IsWaitedForUntilTheGracePeriodIsOver) {
  Runs("a", {.grace = 5min});
  Happens("kill", "15");
  EXPECT_TRUE(AtWork(5min));
  EXPECT_FALSE(AtWork(5min + 10s)) << "it would have been killed";
}

TEST_F(StopSignal, IsWaitedForAMinuteWhateverTheGracePeriod) {
  Runs("a", {.grace = 1s});
  Happens("kill", "15");
  EXPECT_TRUE(AtWork(59s)) << "who stops it may have said another one";
  EXPECT_FALSE(AtWork(60s));
}

TEST_F(StopSignal, AnotherSignalHasNoGracePeriod) {
  Runs("a", {.grace = 5min});
  Happens("kill", "2");
  EXPECT_FALSE(AtWork(60s));
}

TEST_F(StopSignal, TheKillAtTheEndDoesNotShortenIt) {
  Runs("a", {.grace = 1h});
  Happens("kill", "15");
  Happens("kill", "9", 1s);
  EXPECT_TRUE(AtWork(15min - 1s));
  EXPECT_FALSE(AtWork(15min)) << "as long as nobody waits for it";
  Happens("die", "", 50min);
  EXPECT_FALSE(others_.DiedByItself({"a"})) << "of the stop, long ago as it was sent";
}

TEST_F(StopSignal, OfAnEndThatWasNotHeardOfKeepsNobodyWaiting) {
  Runs("a", {.grace = 24h});
  Happens("kill", "15");
  others_.Keep({{.id = {"a"}, .phase = Phase::kExited, .stop = {.grace = 24h}}});
  EXPECT_FALSE(AtWork(61s));
}

/// Two replicas, under a load for which one is not enough, that somebody stops.
class GracefulStop : public testing::Test {
 protected:
  static constexpr double kLoad = 1.2;

  void Begin(StopTerms stop) {
    for (auto& replica : world_.replicas) replica.stop = stop;
    world_.spec.file_count = 2;
    world_.Configure(world_.spec);
    world_.Run(10s, kLoad);
    for (const auto& replica : world_.replicas) Happens("kill", replica, std::to_string(stop.signal));
  }
  void Ends(Replica& replica) {
    world_.End(replica, 0);
    Happens("stop", replica);
    world_.Show();
  }
  std::vector<ChangeKind> Changes() const {
    std::vector<ChangeKind> kinds;
    for (const auto& record : world_.Journal())
      if (const auto* seen = std::get_if<ChangeSeen>(&record.body)) kinds.push_back(seen->kind);
    return kinds;
  }
  void ExpectItStaysStopped() {
    world_.Run(2min, kLoad);
    EXPECT_EQ(world_.Running(), 0);
    EXPECT_THAT(Changes(), testing::ElementsAre(ChangeKind::kStopped));
  }

  World world_{World::Enabled(2, 10), 2};

 private:
  void Happens(const std::string& action, const Replica& replica, const std::string& signal = "") {
    world_.Tell({.service = world_.spec.key, .container = replica.id, .action = action, .signal = signal});
  }
};

TEST_F(GracefulStop, WithASignalThatIsAReloadToOthersIsNotUndoneMidway) {
  Begin({.signal = 10});
  Ends(world_.replicas[0]);
  world_.Run(30s, kLoad);
  EXPECT_EQ(world_.replicas.size(), 2u) << "none was made";
  EXPECT_EQ(world_.Running(), 1) << "the other one still answers its last requests";
  Ends(world_.replicas[1]);
  ExpectItStaysStopped();
}

TEST_F(GracefulStop, WithALongGracePeriodIsNotUndoneMidway) {
  Begin({.grace = 5min});
  Ends(world_.replicas[0]);
  world_.Run(4min, kLoad);
  EXPECT_EQ(world_.replicas.size(), 2u);
  EXPECT_EQ(world_.Running(), 1);
  Ends(world_.replicas[1]);
  ExpectItStaysStopped();
}

TEST_F(GracefulStop, OfOneThatDoesNotEndIsNotWaitedForWithoutEnd) {
  Begin({.grace = 5min});
  Ends(world_.replicas[0]);
  world_.Run(6min, kLoad);
  EXPECT_GE(world_.Running(), 2);
}

}  // namespace
}  // namespace docktor::pilot
