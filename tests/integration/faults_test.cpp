/// An engine that hangs, cuts its streams, fails, lies or loses its answers, while there is something to do: the daemon
/// stays in time, does nothing wrong, and goes on by itself.
#include <future>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/carried_out.h"
#include "support/demo_services.h"
#include "support/faulty_socket.h"
#include "support/on_record.h"
#include "support/status_in_time.h"

namespace docktor {
namespace {

using test::Fault;
using test::WatchedProject;
using test::Within;

constexpr int kWanted = 5;
constexpr auto kSettings = "x-docktor: { min: 1, max: 5, interval: 1s }";

/// The socket of the real engine.
std::string EngineSocket() { return std::string(std::getenv("DOCKER_HOST")).substr(7); }

struct FaultCase {
  const char* name;
  Fault fault;
  Duration lasts;
  std::optional<bool> away = true;  ///< whether Docker counts as away meanwhile; empty: it depends on when it began
};
class EngineFaultTest : public testing::TestWithParam<FaultCase> {
 protected:
  /// `up`: how Compose brings the services up, with `variables` of the Compose file.
  explicit EngineFaultTest(const std::string& services = test::Web("web", kSettings), const std::string& up = "up -d",
                           const std::string& variables = "")
      : project_(test::Services(services)), socket_(project_.compose.folder() / "engine.sock", EngineSocket()) {
    project_.compose.Compose(up, variables);
    project_.Start("--host unix://" + socket_.path().string(), variables);
    EXPECT_TRUE(Within(10s, [&] { return project_.Status("web").ready == 1; }));
    first_ = project_.compose.Ids("web").at(0);
  }

  void Order(const std::string& service, int count) {
    const auto ordered = project_.docktor.Run("scale " + service + " " + std::to_string(count) + " --for 10m");
    ASSERT_EQ(ordered.exit_code, 0) << ordered;
  }
  /// Where Docker is away, the next look at the service says so, and that is on record.
  void ExpectSaidInTime() {
    if (!test::ExpectStatusInTime(project_).engine_lost) return;
    lost_ = true;
    const auto named = [&] {
      return project_.docktor.Run("why web").out.find("the Docker engine does not answer") != std::string::npos;
    };
    if (!Within(3s, named)) {
      EXPECT_FALSE(project_.Status().engine_lost) << "the next look says so";
      return;
    }
    EXPECT_TRUE(Within(2s, [&] { return test::HeldOnRecord(project_, "web", Reason::kEngineLost); }));
  }
  void ExpectGrowthInTime(Duration length) {
    const auto end = std::chrono::steady_clock::now() + length;
    while (std::chrono::steady_clock::now() < end) {
      ExpectSaidInTime();
      EXPECT_LE(project_.Running("web"), kWanted);
      EXPECT_THAT(project_.compose.Ids("web"), testing::Contains(first_)) << "nothing is taken away";
      ExpectMeanwhile();
      std::this_thread::sleep_for(300ms);
    }
  }
  /// Of another service.
  virtual void ExpectMeanwhile() {}

  /// Once it is over.
  void ExpectOrdersAreCarriedOut(const test::Ordered& ordered) {
    socket_.Set(Fault::kNone);
    const auto& away = GetParam().away;
    EXPECT_EQ(lost_, away.value_or(lost_));
    EXPECT_TRUE(away.value_or(true) || !test::HeldOnRecord(project_, "web", Reason::kEngineLost));
    test::ExpectCarriedOut(project_, ordered);
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
  Order("web", kWanted);
  ExpectGrowthInTime(GetParam().lasts);
  ExpectOrdersAreCarriedOut({{"web", kWanted}});
}
INSTANTIATE_TEST_SUITE_P(Engine, EngineFaultTest,
                         testing::Values(FaultCase{"that_hangs", Fault::kHang, 25s},
                                         FaultCase{"that_cuts", Fault::kCut, 5s},
                                         FaultCase{"that_fails", Fault::kError, 5s},
                                         FaultCase{"that_answers_half", Fault::kHalf, 5s},
                                         FaultCase{"that_answers_nonsense", Fault::kNonsense, 5s},
                                         FaultCase{"that_answers_slowly", Fault::kSlow, 8s, false}),
                         [](const auto& row) { return std::string(row.param.name); });

/// What was asked of the engine may have happened, though its answer was lost: while one service gets more replicas and
/// another one fewer, each of which goes on for two seconds after it was told to end.
class FaultInActionsTest : public EngineFaultTest {
 protected:
  static constexpr int kBefore = 4, kLeft = 2;  // of api

  FaultInActionsTest()
      : EngineFaultTest(test::Web("web", kSettings) + test::Web("api", kSettings),
                        "up -d --scale api=" + std::to_string(kBefore), "DRAIN_MS=2000") {}

  void Begin() {
    const auto last = events_.last();
    ASSERT_NO_FATAL_FAILURE(Order("api", kLeft));
    ASSERT_TRUE(Within(5s, [&] { return events_.last() > last; })) << "they are told to end";
    ASSERT_NO_FATAL_FAILURE(Order("web", kWanted));
    ASSERT_TRUE(Within(5s, [&] { return project_.Intents().size() >= 2; }));
    ASSERT_LT(project_.Running("web"), kWanted) << "it is still at it";
    ASSERT_GT(project_.Running("api"), kLeft) << "it is still at it";
  }
  void ExpectMeanwhile() override { EXPECT_GE(project_.Running("api"), kLeft) << "never fewer than ordered"; }
};
TEST_P(FaultInActionsTest, EndsWithTheCountsThatWereOrdered) {
  ASSERT_NO_FATAL_FAILURE(Begin());
  socket_.Set(GetParam().fault);
  ExpectGrowthInTime(GetParam().lasts);
  ExpectOrdersAreCarriedOut({{"web", kWanted}, {"api", kLeft}});
}
INSTANTIATE_TEST_SUITE_P(Engine, FaultInActionsTest,
                         testing::Values(FaultCase{"that_hangs", Fault::kHang, 5s, std::nullopt},
                                         FaultCase{"that_cuts", Fault::kCut, 3s, std::nullopt},
                                         FaultCase{"that_cuts_once", Fault::kCutOnce, 3s, std::nullopt},
                                         FaultCase{"that_fails", Fault::kError, 3s, std::nullopt},
                                         FaultCase{"that_answers_half", Fault::kHalf, 3s, std::nullopt},
                                         FaultCase{"that_answers_nonsense", Fault::kNonsense, 3s, std::nullopt},
                                         FaultCase{"that_answers_slowly", Fault::kSlow, 3s, false},
                                         FaultCase{"whose_answers_get_lost", Fault::kAnswerLost, 3s, false},
                                         FaultCase{"whose_answers_break_off", Fault::kAnswerHalved, 3s, std::nullopt}),
                         [](const auto& row) { return std::string(row.param.name); });

/// A stream that is cut is no engine that was restarted: what is missing then, somebody has taken away.
TEST(CutStream, HidesNoHandThatTakesReplicasAway) {
  WatchedProject project(test::Services(test::Web("web", kSettings)));
  test::FaultySocket socket(project.compose.folder() / "engine.sock", EngineSocket());
  project.compose.Compose("up -d --scale web=5");
  project.Start("--host unix://" + socket.path().string());
  ASSERT_TRUE(Within(10s, [&] { return project.Status("web").ready == 5; }));
  const test::EventLog events(project.engine(), project.name());
  const auto replicas = project.compose.Ids("web");
  std::vector<ChangeKind> changes;
  for (const auto* hand : {"stop", "rm -f"}) {
    SCOPED_TRACE(hand);
    const auto& taken = replicas.at(changes.size());
    socket.CutOnce([&] {
      test::Shell(std::string("docker ") + hand + " " + taken);
      EXPECT_TRUE(Within(5s, [&] { return events.ended().contains({taken}); })) << "nobody tells it later";
    });
    changes.push_back(ChangeKind::kByHand);
    const int left = kWanted - static_cast<int>(changes.size());
    EXPECT_TRUE(Within(15s, [&] { return project.Changes().size() == changes.size(); }));
    EXPECT_EQ(project.Changes(), changes);
    EXPECT_TRUE(test::Stays(4s, [&] { return project.Runs("web", left); })) << project.docktor.Run("why web").out;
  }
  EXPECT_TRUE(test::HeldOnRecord(project, "web", Reason::kChangedByHand));
  EXPECT_THAT(project.Intents(), testing::IsEmpty()) << "it is left so";
  EXPECT_FALSE(project.Status().engine_lost);
  EXPECT_TRUE(project.ChainHolds());
}

/// One container over which the engine hangs whenever it is asked about it.
TEST(UndescribedContainer, HoldsItsOwnServiceAndNoOther) {
  WatchedProject project(test::Services(test::Web("web", kSettings) + test::Web("api", kSettings)));
  test::FaultySocket socket(project.compose.folder() / "engine.sock", EngineSocket());
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
