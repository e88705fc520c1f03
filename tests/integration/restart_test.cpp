/// An engine that is stopped and started, or killed and started: what was ordered is carried out, and beyond that it
/// counts what Docker brings back. A service of which that is nothing stays stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/carried_out.h"
#include "support/container_poll.h"
#include "support/demo_services.h"
#include "support/on_record.h"

namespace docktor {
namespace {

using operations::Mode;
using test::WatchedProject;
using test::Within;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

std::string RestartPolicy(const std::string& policy, const std::string& more = "") {
  return "restart: \"" + policy + "\"\n    x-docktor: { min: 1, max: 6, interval: 1s" + more + " }";
}

/// The engine that these tests have for themselves (scripts/with-engine own) ends as scripts/engine says, and starts.
class EngineRestart : public testing::TestWithParam<const char*> {
 protected:
  static bool IsKilled() { return GetParam() == std::string("crash"); }
  static void EndAndStartEngine() {
    test::Shell(DOCKTOR_SOURCES "/scripts/engine " + std::string(GetParam()) + " 2>&1");
  }
};

TEST_P(EngineRestart, DuringAScaleUpEndsWithTheCountThatWasOrdered) {
  WatchedProject project(test::Services(test::Web("web", RestartPolicy("always"))));
  project.compose.Compose("up -d");
  project.Start();
  const test::ContainerPoll poll(project, "web");
  ASSERT_EQ(project.docktor.Run("scale web 5 --for 10m").exit_code, 0);
  ASSERT_TRUE(Within(5s, [&] { return !project.Intents().empty(); }));
  ASSERT_LT(project.Running("web"), 5) << "it is still at it";
  EndAndStartEngine();
  test::ExpectCarriedOut(project, {{"web", 5}});
  EXPECT_EQ(poll.most(), 5) << "never more than ordered";
  test::ExpectOnRecord(project.Intents(), poll);
}

/// What was stopped and not removed yet comes back with the engine: `always` says so.
TEST_P(EngineRestart, DuringAScaleDownEndsWithTheCountThatWasOrdered) {
  WatchedProject project(test::Services(test::Web("web", RestartPolicy("always", ", drain: { delay: 2s }"))));
  project.compose.Compose("up -d --scale web=5");
  project.Start();
  const test::ContainerPoll poll(project, "web");
  const auto intents = project.Intents().size();
  ASSERT_EQ(project.docktor.Run("scale web 2 --for 10m").exit_code, 0);
  ASSERT_TRUE(Within(5s, [&] { return project.Intents().size() > intents; }));
  ASSERT_GT(project.Running("web"), 2) << "it is still at it";
  EndAndStartEngine();
  test::ExpectCarriedOut(project, {{"web", 2}});
  EXPECT_EQ(poll.most(), 5) << "never more than there were";
  EXPECT_THAT(poll.removed(), SizeIs(3));
  test::ExpectOnRecord(project.Intents(), poll);
}

/// Three services: of the first, Docker brings all back but one; of the second none; of the last only where it was not
/// killed.
class EngineRestartOfThree : public EngineRestart {
 protected:
  EngineRestartOfThree()
      : project_(test::Services(test::Web("web", RestartPolicy("always")) + test::Web("once", RestartPolicy("no")) +
                                test::Web("kept", RestartPolicy("unless-stopped")))) {
    project_.compose.Compose("up -d --scale web=3 --scale once=2");
    project_.Start();
    test::Shell("docker update --restart=no " + project_.compose.Ids("web").at(0));
  }

  void ExpectPlaceTaken(const test::ContainerPoll& poll) {
    EXPECT_TRUE(Within(90s, [&] { return project_.Runs("web", 3); })) << project_.docktor.Run("why web").out;
    EXPECT_TRUE(test::Stays(4s, [&] { return project_.Runs("web", 3); }));
    EXPECT_THAT(project_.Of("web"), SizeIs(4)) << "the engine has not started one again";
    EXPECT_THAT(project_.Changes("web"), ElementsAre(ChangeKind::kEngineRestart));
    EXPECT_EQ(poll.most(), 3) << "never more than there were";
    test::ExpectOnRecord(project_.Intents(), poll);
  }
  void ExpectLeftStopped(const std::string& service) {
    EXPECT_TRUE(Within(10s, [&] { return project_.Status(service).mode == Mode::kStopped; }))
        << project_.docktor.Run("status").out;
    EXPECT_THAT(project_.docktor.Run("why " + service).out, HasSubstr("stays stopped until somebody starts it"));
    EXPECT_THAT(project_.Changes(service), ElementsAre(ChangeKind::kStopped));
    EXPECT_EQ(project_.Running(service), 0);
  }
  void ExpectNothingDoneTo(const std::string& service) {
    for (const auto& intent : project_.Intents()) EXPECT_NE(intent.service.service, service) << intent.id.Text();
  }

  WatchedProject project_;
};

TEST_P(EngineRestartOfThree, GoesByWhatDockerBringsBack) {
  const auto once = project_.compose.Ids("once"), kept = project_.compose.Ids("kept");
  {
    const test::ContainerPoll poll(project_, "web");
    EndAndStartEngine();
    ExpectPlaceTaken(poll);
  }
  ExpectLeftStopped("once");
  if (IsKilled())
    ExpectLeftStopped("kept");
  else
    EXPECT_TRUE(project_.Runs("kept", 1));
  EXPECT_EQ(project_.compose.Ids("once"), once) << "they are there still, and no others";
  EXPECT_EQ(project_.compose.Ids("kept"), kept);
  project_.compose.Compose("start once");
  EXPECT_TRUE(Within(10s, [&] { return project_.Status("once").mode == Mode::kAuto; })) << "somebody has started it";
  EXPECT_TRUE(project_.Runs("once", 2));
  ExpectNothingDoneTo("once");
  ExpectNothingDoneTo("kept");
  test::ExpectEndsOnRecord(project_);
  EXPECT_TRUE(project_.ChainHolds());
}

constexpr auto kEnds = {"restart", "crash"};
const auto kNamed = [](const auto& row) { return std::string(row.param); };
INSTANTIATE_TEST_SUITE_P(By, EngineRestart, testing::ValuesIn(kEnds), kNamed);
INSTANTIATE_TEST_SUITE_P(By, EngineRestartOfThree, testing::ValuesIn(kEnds), kNamed);

}  // namespace
}  // namespace docktor
