/// What comes of it that no further thread is to be had: a limit of the container (pids_limit), the user or the kernel.
#include <atomic>
#include <latch>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "act/engine_actuator.h"
#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"
#include "support/movable_clock.h"
#include "support/no_threads.h"

namespace docktor::act {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

const ServiceKey kWeb{"shop", "web"}, kApi{"shop", "api"};

TEST(NoThreads, AreToBeHadAgainAfterIt) {
  std::optional<test::NoThreads> none(std::in_place);
  EXPECT_THROW(std::thread([] {}).join(), std::system_error);
  none.reset();
  EXPECT_NO_THROW(std::thread([] {}).join());
}

TEST(LanesWithoutThreads, SayWhyAJobIsNotTakenAndTakeItLater) {
  Lanes lanes;
  bool dropped = false, done = false;
  {
    const test::NoThreads none;
    const auto taken = lanes.Run(kWeb, [&] { dropped = true; });
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, Errc::kUnavailable);
    EXPECT_THAT(taken.error().message, StartsWith("cannot start a thread: "));
  }
  EXPECT_TRUE(lanes.Run(kWeb, [&] { done = true; }));
  lanes.Join();
  EXPECT_TRUE(done);
  EXPECT_FALSE(dropped) << "it was refused";
}

TEST(LanesWithoutThreads, ALaneThatIsAtWorkTakesMore) {
  std::latch open(1);
  std::atomic<int> done = 0;
  Lanes lanes;
  ASSERT_TRUE(lanes.Run(kWeb, [&] {
    open.wait();
    ++done;
  }));
  {
    const test::NoThreads none;
    EXPECT_TRUE(lanes.Run(kWeb, [&] { ++done; }));
    EXPECT_FALSE(lanes.Run(kApi, [&] { ++done; }));
  }
  open.count_down();
  lanes.Join();
  EXPECT_EQ(done, 2);
}

TEST(ForEachWithoutThreads, TheCallerDoesItAll) {
  const test::NoThreads none;
  std::vector<int> times(9);
  ForEach(9, 4, [&](std::size_t i) { ++times[i]; });
  EXPECT_THAT(times, testing::Each(1));
}

class Nowhere final : public Journal {
 public:
  Status Append(RecordBody body) override {
    bodies.push_back(std::move(body));
    return {};
  }
  std::vector<RecordBody> bodies;
};

/// Without threads all of it is told on the caller's.
class Heard final : public ActionReports {
 public:
  void OnReport(ActionReport report) override { reports.push_back(std::move(report)); }
  void OnBalancerTold(BalancerTold said) override { told.push_back(std::move(said)); }
  std::vector<ActionReport> reports;
  std::vector<BalancerTold> told;
};

class ActuatorWithoutThreads : public testing::Test {
 protected:
  docker::FakeEngine engine_;
  docker::FakeComposeFiles files_;
  Nowhere journal_;
  test::MovableClock clock_;
  Heard heard_;
  EngineActuator actuator_{engine_, files_, journal_, clock_};
};

TEST_F(ActuatorWithoutThreads, AnActionHasFailedAndIsOnRecord) {
  const auto source = engine_.AddComposeService("shop", "web", 1)[0];
  const Action action{.decision = {7}, .service = kWeb, .from = 1, .to = 2, .add = 1, .source = source};
  const Decision decision{.id = {7}, .service = kWeb, .action = action};
  {
    const test::NoThreads none;
    actuator_.Start(decision, heard_);
  }
  ASSERT_THAT(heard_.reports, SizeIs(1));
  EXPECT_FALSE(heard_.reports[0].ok);
  EXPECT_THAT(heard_.reports[0].message, StartsWith("cannot start a thread: "));
  EXPECT_THAT(heard_.reports[0].message, HasSubstr(": nothing was changed"));
  EXPECT_EQ(engine_.Calls(), 0);
  ASSERT_THAT(journal_.bodies, SizeIs(2));
  EXPECT_EQ(std::get<Intent>(journal_.bodies[0]).decision, decision);
  EXPECT_EQ(std::get<ActionEnded>(journal_.bodies[1]).report, heard_.reports[0]);
}

TEST_F(ActuatorWithoutThreads, ALoadBalancerWasNotTold) {
  engine_.AddComposeService("shop", "lb", 1);
  const test::NoThreads none;
  actuator_.TellBalancer(kWeb, {7}, {.service = "lb"}, heard_);
  ASSERT_THAT(heard_.told, SizeIs(1));
  EXPECT_THAT(heard_.told[0].error, StartsWith("cannot start a thread: "));
}

TEST_F(ActuatorWithoutThreads, NothingIsTidiedOnTheCallersThread) {
  const test::NoThreads none;
  const auto tally =
      actuator_.TidyAfter({.id = {7}, .service = kWeb, .action = Action{.decision = {7}, .service = kWeb}}).get();
  EXPECT_THAT(tally.failures, ElementsAre(StartsWith("cannot start a thread: ")));
  EXPECT_THAT(tally.removed, IsEmpty());
  EXPECT_EQ(engine_.Calls(), 0);
}

}  // namespace
}  // namespace docktor::act
