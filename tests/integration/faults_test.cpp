/// An engine that hangs, cuts its streams, fails or answers with half a document, while there is something to do: the
/// daemon stays in time, does nothing wrong, and goes on by itself.
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/demo_services.h"
#include "support/faulty_socket.h"
#include "support/on_record.h"

namespace docktor {
namespace {

using test::Fault;
using test::WatchedProject;
using test::Within;

constexpr int kWanted = 5;

/// Once the trouble is over: as many run as were ordered, nothing is left over, and what was begun has its end on
/// record.
void ExpectInTheEnd(WatchedProject& project, int count) {
  EXPECT_TRUE(Within(90s, [&] { return project.Runs("web", count); })) << project.docktor.Run("why web").out;
  EXPECT_TRUE(test::Stays(5s, [&] { return project.Runs("web", count); }));
  EXPECT_TRUE(Within(20s, [&] { return project.Leftovers().empty(); })) << testing::PrintToString(project.Leftovers());
  EXPECT_TRUE(project.ChainHolds());
  test::ExpectEndsOnRecord(project);
}

struct FaultCase {
  const char* name;
  Fault fault;
  Duration lasts;
  std::optional<bool> away = true;  ///< whether Docker counts as away meanwhile; empty: it depends on when it began
};
class EngineFaultTest : public testing::TestWithParam<FaultCase> {
 protected:
  /// `variables`: of the Compose file.
  explicit EngineFaultTest(const std::string& variables = "")
      : project_(test::Services(test::Web("web", "x-docktor: { min: 1, max: 5, interval: 1s }"))),
        socket_(project_.compose.folder() / "engine.sock", std::string(std::getenv("DOCKER_HOST")).substr(7)) {
    project_.compose.Compose("up -d", variables);
    project_.Start("--host unix://" + socket_.path().string(), variables);
    EXPECT_TRUE(Within(10s, [&] { return project_.Status("web").ready == 1; }));
    first_ = project_.compose.Ids("web").at(0);
  }

  void Order(int count) {
    const auto ordered = project_.docktor.Run("scale web " + std::to_string(count) + " --for 10m");
    ASSERT_EQ(ordered.exit_code, 0) << ordered;
  }
  /// The daemon says how it is at once, says so where Docker is away, and no look is overdue.
  void ExpectStatusInTime() {
    const auto begin = std::chrono::steady_clock::now();
    const auto ran = project_.docktor.Run("status --json");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
    const auto status = FromJson<operations::StatusOutput>(ParseJson(ran.out).value()).value();
    const auto& web = status.services.at(0);
    EXPECT_TRUE(web.next_look && *web.next_look > status.at - 2s);
    EXPECT_EQ(ran.exit_code, status.engine_lost ? 5 : 0) << ran;
    if (!status.engine_lost) return;
    lost_ = true;
    const auto named = [&] {
      return project_.docktor.Run("why web").out.find("the Docker engine does not answer") != std::string::npos;
    };
    EXPECT_TRUE(Within(3s, named) || !project_.Status().engine_lost) << "the next look says so";
  }
  void ExpectInTime(Duration length) {
    const auto end = std::chrono::steady_clock::now() + length;
    while (std::chrono::steady_clock::now() < end) {
      ExpectStatusInTime();
      EXPECT_LE(project_.Running("web"), kWanted);
      EXPECT_THAT(project_.compose.Ids("web"), testing::Contains(first_)) << "nothing is taken away";
      std::this_thread::sleep_for(300ms);
    }
  }

  /// Once it is over.
  void ExpectTheOrderIsCarriedOut(int count) {
    socket_.Set(Fault::kNone);
    ExpectInTheEnd(project_, count);
    test::ExpectOnRecord(project_.Intents(), events_);
  }

  WatchedProject project_;
  test::FaultySocket socket_;
  std::string first_;  // the replica that was there before
  bool lost_ = false;  // the daemon has said that Docker is away
  test::EventLog events_{project_.engine(), project_.name()};
};

TEST_P(EngineFaultTest, IsLivedThrough) {
  socket_.Set(GetParam().fault);
  std::this_thread::sleep_for(1s);
  Order(kWanted);
  ExpectInTime(GetParam().lasts);
  EXPECT_EQ(lost_, GetParam().away.value_or(lost_));
  ExpectTheOrderIsCarriedOut(kWanted);
}
INSTANTIATE_TEST_SUITE_P(Engine, EngineFaultTest,
                         testing::Values(FaultCase{"that_hangs", Fault::kHang, 25s},
                                         FaultCase{"that_cuts", Fault::kCut, 5s},
                                         FaultCase{"that_fails", Fault::kError, 5s},
                                         FaultCase{"that_answers_half", Fault::kHalf, 5s},
                                         FaultCase{"that_answers_nonsense", Fault::kNonsense, 5s},
                                         FaultCase{"that_answers_slowly", Fault::kSlow, 8s, false}),
                         [](const auto& row) { return std::string(row.param.name); });

/// What was asked of the engine may have happened, though its answer was lost.
class FaultInAnActionTest : public EngineFaultTest {};
TEST_P(FaultInAnActionTest, EndsWithTheCountThatWasOrdered) {
  ASSERT_NO_FATAL_FAILURE(Order(kWanted));
  ASSERT_TRUE(Within(5s, [&] { return !project_.Intents().empty(); }));
  ASSERT_LT(project_.Running("web"), kWanted) << "it is still at it";
  socket_.Set(GetParam().fault);
  ExpectInTime(GetParam().lasts);
  ExpectTheOrderIsCarriedOut(kWanted);
}
INSTANTIATE_TEST_SUITE_P(Engine, FaultInAnActionTest,
                         testing::Values(FaultCase{"that_hangs", Fault::kHang, 5s, std::nullopt},
                                         FaultCase{"that_cuts", Fault::kCut, 3s, std::nullopt},
                                         FaultCase{"that_fails", Fault::kError, 3s, std::nullopt}),
                         [](const auto& row) { return std::string(row.param.name); });

/// The same of what is to be taken away: each goes on for two seconds after it was told to end.
class FaultInARemovalTest : public EngineFaultTest {
 protected:
  FaultInARemovalTest() : EngineFaultTest("DRAIN_MS=2000") {}
};
TEST_P(FaultInARemovalTest, EndsWithTheCountThatWasOrdered) {
  ASSERT_NO_FATAL_FAILURE(Order(4));
  ASSERT_TRUE(Within(20s, [&] { return project_.Runs("web", 4) && !project_.Status("web").acting; }));
  const auto last = events_.last();
  ASSERT_NO_FATAL_FAILURE(Order(2));
  ASSERT_TRUE(Within(5s, [&] { return events_.last() > last; })) << "they are told to end";
  ASSERT_GT(project_.Running("web"), 2) << "it is still at it";
  socket_.Set(GetParam().fault);
  const auto end = std::chrono::steady_clock::now() + GetParam().lasts;
  while (std::chrono::steady_clock::now() < end) {
    ExpectStatusInTime();
    EXPECT_GE(project_.Running("web"), 2) << "never fewer than ordered";
  }
  ExpectTheOrderIsCarriedOut(2);
}
INSTANTIATE_TEST_SUITE_P(Engine, FaultInARemovalTest,
                         testing::Values(FaultCase{"that_hangs", Fault::kHang, 5s, std::nullopt},
                                         FaultCase{"that_cuts", Fault::kCut, 3s, std::nullopt},
                                         FaultCase{"that_fails", Fault::kError, 3s, std::nullopt}),
                         [](const auto& row) { return std::string(row.param.name); });

/// One container over which the engine hangs whenever it is asked about it.
TEST(UndescribedContainer, HoldsItsOwnServiceAndNoOther) {
  const std::string settings = "x-docktor: { min: 1, max: 5, interval: 1s }";
  WatchedProject project(test::Services(test::Web("web", settings) + test::Web("api", settings)));
  test::FaultySocket socket(project.compose.folder() / "engine.sock",
                            std::string(std::getenv("DOCKER_HOST")).substr(7));
  project.compose.Compose("up -d");
  project.Start("--host unix://" + socket.path().string());
  socket.Swallow("/containers/" + project.compose.Ids("api").at(0) + "/json");
  const auto says = [&](const std::string& command, const std::string& words) {
    return project.docktor.Run(command).out.find(words) != std::string::npos;
  };
  EXPECT_TRUE(Within(2min, [&] { return says("why api", "does not describe it"); }))
      << project.docktor.Run("why api").out;
  EXPECT_EQ(project.docktor.Run("scale web 3 --for 10m").exit_code, 0);
  EXPECT_TRUE(Within(30s, [&] { return project.Runs("web", 3); })) << project.docktor.Run("why web").out;
  EXPECT_FALSE(project.Status().engine_lost);

  project.docktor.Run("daemon stop");
  project.Start("--host unix://" + socket.path().string());
  EXPECT_TRUE(Within(20s, [&] { return says("why api", "does not describe it"); })) << "not known from before";
  EXPECT_EQ(project.Status("api").running, 1);
  EXPECT_EQ(project.docktor.Run("scale web 2 --for 10m").exit_code, 0);
  EXPECT_TRUE(Within(60s, [&] { return project.Runs("web", 2); })) << project.docktor.Run("why web").out;
  socket.Swallow("");
  EXPECT_TRUE(Within(2min, [&] { return !says("why api", "does not describe it"); }));
}

/// The engine that these tests have for themselves (scripts/with-engine own) ends as scripts/engine says, and starts.
class EngineRestart : public testing::TestWithParam<const char*> {
 protected:
  static void EndAndStartEngine() {
    test::Shell(DOCKTOR_SOURCES "/scripts/engine " + std::string(GetParam()) + " 2>&1");
  }
};

TEST_P(EngineRestart, DuringAScaleUpEndsWithTheCountThatWasOrdered) {
  WatchedProject project(
      test::Services(test::Web("web", "restart: always\n    x-docktor: { min: 1, max: 6, interval: 1s }")));
  project.compose.Compose("up -d");
  project.Start();
  ASSERT_EQ(project.docktor.Run("scale web 5 --for 10m").exit_code, 0);
  ASSERT_TRUE(Within(5s, [&] { return !project.Intents().empty(); }));
  ASSERT_LT(project.Running("web"), 5) << "it is still at it";
  EndAndStartEngine();
  ExpectInTheEnd(project, 5);
}

/// What was stopped and not removed yet comes back with the engine: `always` says so.
TEST_P(EngineRestart, DuringAScaleDownEndsWithTheCountThatWasOrdered) {
  WatchedProject project(test::Services(
      test::Web("web", "restart: always\n    x-docktor: { min: 1, max: 6, interval: 1s, drain: { delay: 2s } }")));
  project.compose.Compose("up -d --scale web=5");
  project.Start();
  const auto intents = project.Intents().size();
  ASSERT_EQ(project.docktor.Run("scale web 2 --for 10m").exit_code, 0);
  ASSERT_TRUE(Within(5s, [&] { return project.Intents().size() > intents; }));
  ASSERT_GT(project.Running("web"), 2) << "it is still at it";
  EndAndStartEngine();
  ExpectInTheEnd(project, 2);
}

TEST_P(EngineRestart, AfterWhichFewerRunIsOnRecordAndTheirPlaceIsTaken) {
  WatchedProject project(
      test::Services(test::Web("web", "restart: always\n    x-docktor: { min: 1, max: 6, interval: 1s }")));
  project.compose.Compose("up -d --scale web=3");
  project.Start();
  test::Shell("docker update --restart=no " + project.compose.Ids("web").at(0));
  EndAndStartEngine();
  EXPECT_TRUE(Within(90s, [&] { return project.Runs("web", 3); })) << project.docktor.Run("why web").out;
  EXPECT_TRUE(test::Stays(5s, [&] { return project.Runs("web", 3); }));
  EXPECT_THAT(project.Leftovers(), testing::SizeIs(1)) << "the engine has not started that one again";
  EXPECT_THAT(project.Changes(), testing::ElementsAre(ChangeKind::kEngineRestart));
  test::ExpectEndsOnRecord(project);
}
INSTANTIATE_TEST_SUITE_P(By, EngineRestart, testing::Values("restart", "crash"),
                         [](const auto& row) { return std::string(row.param); });

TEST(TwoDaemons, StartedAtOnceAreOne) {
  WatchedProject project(test::Services(test::Web("web", "x-docktor: {}")));
  project.compose.Compose("up -d");
  std::vector<std::future<test::Ran>> starts;
  for (int i = 0; i < 4; ++i)
    starts.push_back(std::async(std::launch::async, [&] { return project.docktor.Run("daemon start"); }));
  int started = 0;
  for (auto& start : starts) started += start.get().out.find("watches the project") != std::string::npos;
  EXPECT_GE(started, 1);
  const auto pid = project.Status().daemon.pid;
  EXPECT_TRUE(test::Stays(2s, [&] { return project.Status().daemon.pid == pid; }));
  int daemons = 0;
  for (const auto& record : project.Journal()) daemons += std::holds_alternative<DaemonStarted>(record.body);
  EXPECT_EQ(daemons, 1) << "no other one ever held the journal";
  project.docktor.Run("daemon stop");
  EXPECT_TRUE(Within(5s, [&] { return !test::ProcessLives(pid); }));
  EXPECT_EQ(project.docktor.Run("status").exit_code, 3) << "none is left";
  EXPECT_TRUE(project.ChainHolds());
}

TEST(TwoDaemons, WithRecordsOfTheirOwnAreOne) {
  WatchedProject project(test::Services(test::Web("web", "x-docktor: {}")));
  project.compose.Compose("up -d");
  ASSERT_EQ(project.docktor.Run("daemon start").exit_code, 0);
  const auto pid = project.Status().daemon.pid;
  const auto elsewhere = project.docktor.state().string() + "2";
  const auto variables = "DOCKTOR_STATE_DIR=" + elsewhere + " DOCKTOR_RUNTIME_DIR=" + elsewhere;
  const auto second = project.docktor.Run("daemon start", variables);
  EXPECT_NE(second.exit_code, 0);
  EXPECT_THAT(second.err, testing::HasSubstr("another daemon (pid " + std::to_string(pid) + ") of this machine"));
  EXPECT_FALSE(std::filesystem::exists(elsewhere + "/" + project.compose.name() + "/journal"))
      << "it has begun nothing";
  const auto looks_on = project.docktor.Run("daemon start --dry-run", variables);
  EXPECT_EQ(looks_on.exit_code, 0) << looks_on;
  project.docktor.Run("daemon stop", variables);
  kill(static_cast<pid_t>(pid), SIGKILL);
  EXPECT_EQ(project.docktor.Run("daemon start", variables).exit_code, 0) << "its place is free at once";
  project.docktor.Run("daemon stop", variables);
}

}  // namespace
}  // namespace docktor
