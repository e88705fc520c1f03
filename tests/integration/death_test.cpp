/// The daemon is killed at each step of an action and started again: what was asked for comes to
/// be, nothing is left behind, all of it is on record. Wants a build with DOCKTOR_FAIL_POINTS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/fail_point.h"
#include "support/demo_services.h"
#include "support/on_record.h"

namespace docktor {
namespace {

using test::WatchedProject;
using test::Within;
using testing::IsEmpty;

std::string Name(FailPoint point) { return std::string(ToJson(point).as_string()); }

class DeathTest : public testing::Test {
 protected:
  DeathTest() : events_(Up(project_), project_.name()) {}

  /// The daemon is started, told to bring web to `to`, and dies on the way.
  void DieAt(FailPoint point, int to) {
    project_.Start("", "DOCKTOR_DIE_AT=" + Name(point));
    confirmed_ = Scale(to);
    ASSERT_TRUE(Within(30s, [&] { return !project_.Lives(); })) << "it came to that point";
  }
  /// One that dies before it says that it watches.
  void DieAtStart(FailPoint point) {
    const auto ran = project_.docktor.Run("daemon start", "DOCKTOR_DIE_AT=" + Name(point));
    ASSERT_NE(ran.exit_code, 0) << ran;
  }
  /// So does the one in which so manieth write of the journal has reached its file; false: it comes to no such write.
  bool DieAtWrite(int nth, int to) {
    const bool lives =
        project_.TryStart("", "DOCKTOR_DIE_AT=" + Name(FailPoint::kLineWritten) + ":" + std::to_string(nth));
    confirmed_ = lives && Scale(to);
    const bool died = Within(15s, [&] { return !project_.Lives(); });
    if (!died) project_.Kill();
    return died;
  }
  /// What kind of record the newest is.
  std::string NewestOnRecord() {
    const auto records = project_.Journal();
    if (records.empty()) return "";
    return std::visit([](const auto& body) { return std::string(std::decay_t<decltype(body)>::kType); },
                      records.back().body);
  }
  /// What was confirmed holds; what was not is said again, as a person would.
  void GoOn(int to) {
    project_.Start();
    if (!confirmed_) {
      ASSERT_TRUE(Scale(to));
    }
    ASSERT_TRUE(Within(20s, [&] { return project_.Runs("web", to) && !project_.Status("web").acting; }))
        << project_.docktor.Run("why web").out;
    EXPECT_TRUE(Within(5s, [&] { return project_.Leftovers().empty(); }))
        << testing::PrintToString(project_.Leftovers());
    EXPECT_TRUE(test::Stays(1s, [&] { return project_.Runs("web", to); }));
    EXPECT_EQ(project_.NotOf("web"), others_) << "nothing else was touched";
    project_.docktor.Run("daemon stop");
    EXPECT_TRUE(project_.ChainHolds());
    test::ExpectOnRecord(project_.Intents(), events_);
    test::ExpectEndsOnRecord(project_);
  }
  void DieAndGoOn(FailPoint point, int to) {
    SCOPED_TRACE(Name(point));
    ASSERT_NO_FATAL_FAILURE(DieAt(point, to));
    GoOn(to);
  }
  /// Without any death.
  void Bring(int to) {
    project_.Start();
    ASSERT_TRUE(Scale(to));
    ASSERT_TRUE(Within(20s, [&] { return project_.Runs("web", to) && !project_.Status("web").acting; }));
    project_.docktor.Run("daemon stop");
  }
  bool Scale(int to) { return project_.docktor.Run("scale web " + std::to_string(to) + " --for 10m").exit_code == 0; }

  WatchedProject project_{test::Services(test::Balancer() + test::Web("web", R"(
    secrets: [password]
    x-docktor:
      min: 0
      max: 6
      interval: 1s
      balancer: { service: lb }
      drain: { command: ["/box", "healthcheck"] }
secrets: { password: { environment: SECRET } })"))};

 private:
  docker::Engine& Up(WatchedProject& project) {
    setenv("SECRET", "s3cret", 1);  // newer Composes start nothing without it, be it the daemon's
    project.compose.Write("lb.conf", test::kBalancerConf);
    project.compose.Compose("up -d");
    others_ = project.NotOf("web");
    return project.engine();
  }

  bool confirmed_ = false;
  std::vector<test::Container> others_;
  test::EventLog events_;
};

TEST_F(DeathTest, WhileReplicasAreAdded) {
  int count = 1;
  for (const auto point : {FailPoint::kOverrideMade, FailPoint::kAnswerDue, FailPoint::kDecided, FailPoint::kIntentKept,
                           FailPoint::kCensusTaken, FailPoint::kCopyMade, FailPoint::kFilesGiven,
                           FailPoint::kCopyStarted, FailPoint::kHooksRun, FailPoint::kAllAdded, FailPoint::kActionDone,
                           FailPoint::kEndKept, FailPoint::kOutcomeJudged, FailPoint::kBalancerTold}) {
    if (count == 5) Bring(count = 1);
    DieAndGoOn(point, count += 2);
  }
}

TEST_F(DeathTest, WhileReplicasAreRemoved) {
  for (const auto point : {FailPoint::kDrained, FailPoint::kPreStopRun, FailPoint::kStopped, FailPoint::kReplicaRemoved,
                           FailPoint::kAllRemoved}) {
    Bring(4);
    DieAndGoOn(point, 1);
  }
}

TEST_F(DeathTest, AgainWhileItTidiesUp) {
  for (const auto point : {FailPoint::kLineWritten, FailPoint::kTidyBegun, FailPoint::kTidied}) {
    SCOPED_TRACE(Name(point));
    Bring(4);
    ASSERT_NO_FATAL_FAILURE(DieAt(FailPoint::kStopped, 1));
    ASSERT_NO_FATAL_FAILURE(DieAtStart(point));
    GoOn(1);
  }
}

/// From the start of the daemon to the end of an action: of replicas that are added, then of some that are removed.
TEST_F(DeathTest, AtEachWriteToTheJournal) {
  constexpr int kMostWrites = 12;
  std::set<std::string> died_after;
  bool comes_to_it = true;
  for (int nth = 1; nth <= kMostWrites && comes_to_it; ++nth)
    for (const int to : {3, 1}) {
      SCOPED_TRACE("write " + std::to_string(nth) + ", to " + std::to_string(to));
      comes_to_it = DieAtWrite(nth, to);
      if (comes_to_it) died_after.insert(NewestOnRecord());
      GoOn(to);
    }
  EXPECT_THAT(died_after,
              testing::IsSupersetOf({DaemonStarted::kType, OverrideSet::kType, Intent::kType, ActionEnded::kType}));
}

TEST_F(DeathTest, OverTheNextActionBeforeItHasTidiedUp) {
  Bring(4);
  ASSERT_NO_FATAL_FAILURE(DieAt(FailPoint::kStopped, 1));
  ASSERT_NO_FATAL_FAILURE(DieAt(FailPoint::kCopyMade, 3));
  GoOn(3);
}

TEST_F(DeathTest, WhileComposeStartsThem) {
  Bring(0);
  DieAndGoOn(FailPoint::kComposeBegun, 2);
}

TEST_F(DeathTest, AfterComposeHasStartedThem) {
  Bring(0);
  DieAndGoOn(FailPoint::kComposeEnded, 2);
}

TEST(Death, WhileReplicasGetLarger) {
  WatchedProject project(test::Services(test::Web("web", R"(
    cpus: 0.2
    deploy: { replicas: 2 }
    x-docktor: { min: 2, max: 3, interval: 1s, cost: { prefer: fewer_large, max_cpus: 0.5 } })")));
  project.compose.Compose("up -d");
  const auto limit = [&](const test::Container& replica) {
    return docker::Number(project.engine().Inspect({replica.id}).value(), {"HostConfig", "NanoCpus"});
  };
  const auto before = project.Of("web");
  const test::Load first(before[0].id, "8080/cpu?ms=30", 10), second(before[1].id, "8080/cpu?ms=30", 10);
  project.Start("", "DOCKTOR_DIE_AT=" + Name(FailPoint::kReplicaResized));
  ASSERT_TRUE(Within(30s, [&] { return !project.Lives(); }));
  EXPECT_NE(limit(before[0]), limit(before[1])) << "half of it is done";
  project.Start();
  EXPECT_TRUE(Within(30s, [&] { return limit(before[0]) == 500'000'000 && limit(before[1]) == 500'000'000; }))
      << project.docktor.Run("why web").out;
  EXPECT_THAT(project.Leftovers(), IsEmpty());
  test::ExpectEndsOnRecord(project);
  EXPECT_TRUE(project.ChainHolds());
}

}  // namespace
}  // namespace docktor
