/// What an action brings with it, and how it turns out: the real program, a load balancer that resolves names once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/demo_services.h"
#include "support/watched_project.h"

namespace docktor {
namespace {

using test::WatchedProject;
using test::Within;
using testing::HasSubstr;

constexpr auto kResolvesOnce = "server { listen 80; location / { proxy_pass http://web:8080; } }\n";

std::string Stack(const std::string& settings, const std::string& more) {
  return test::Services(test::Balancer() + test::Web("web", "cpus: 0.5\n    x-docktor: { min: 1, interval: 1s, " +
                                                                settings + " }\n    " + more));
}

class ActionsTest : public testing::Test {
 protected:
  void Begin(const std::string& settings, const std::string& more = "") {
    project_ = std::make_unique<WatchedProject>(Stack(settings, more));
    project_->compose.Write("lb.conf", kResolvesOnce);
    project_->compose.Compose("up -d");
    project_->Start();
    load_ = std::make_unique<test::Load>(project_->Of("lb").at(0).id, "80/", 30);
  }
  void Scale(int count) {
    const auto ran = project_->docktor.Run("scale web " + std::to_string(count) + " --for 5m");
    ASSERT_EQ(ran.exit_code, 0) << ran;
    ASSERT_TRUE(Within(20s, [&] { return project_->Runs("web", count); }));
  }
  /// How many replicas have sent a kilobyte and more, as `docker stats` says it: they were asked something.
  int Serving() {
    std::string ids;
    for (const auto& replica : project_->Of("web")) ids += " " + replica.id;
    return std::stoi(
        test::Shell("docker stats --no-stream --format '{{.NetIO}}'" + ids + " | grep -c '/ .*[kM]B' || true"));
  }
  std::string Executed(std::time_t since) {
    return test::Shell("docker events --since " + std::to_string(since) + " --until " +
                       std::to_string(std::time(nullptr)) + " --filter event=exec_create --format '{{.Action}}'");
  }
  /// Whether some action has turned out so.
  bool TurnedOut(OutcomeKind kind, const std::string& words) {
    for (const auto& record : project_->Journal())
      if (const auto* judged = std::get_if<OutcomeJudged>(&record.body))
        if (judged->outcome.kind == kind && judged->outcome.message.find(words) != std::string::npos) return true;
    return false;
  }

  std::unique_ptr<WatchedProject> project_;
  std::unique_ptr<test::Load> load_;
};

TEST_F(ActionsTest, TheLoadBalancerIsToldAndWhatGoesIsDrained) {
  Begin(R"(balancer: { service: lb }, drain: { command: ["/box", "healthcheck"], delay: 3s })");
  Scale(3);
  EXPECT_TRUE(Within(20s, [&] { return Serving() == 3; })) << Serving();
  const auto since = std::time(nullptr);
  const auto ran = project_->docktor.Run("scale web 1 --for 5m");
  ASSERT_EQ(ran.exit_code, 0) << ran;
  EXPECT_TRUE(test::Stays(2s, [&] { return project_->Runs("web", 3); })) << "the drain lasts three seconds";
  EXPECT_TRUE(Within(20s, [&] { return project_->Runs("web", 1); }));
  EXPECT_THAT(Executed(since), HasSubstr("/box healthcheck"));
}

TEST_F(ActionsTest, NewReplicasThatGetNothingAreNamedWithTheCause) {
  Begin("targets: { cpu: 60% }");
  EXPECT_THAT(project_->docktor.Run("status").out, HasSubstr("resolves names once"));
  Scale(3);
  EXPECT_TRUE(
      Within(40s, [&] { return TurnedOut(OutcomeKind::kInsufficient, "2 of 2 new replicas got no requests"); }));
  EXPECT_EQ(Serving(), 1);
  EXPECT_TRUE(TurnedOut(OutcomeKind::kInsufficient, "proxy_pass http://$to:8080;"));
}

TEST_F(ActionsTest, AReplicaThatIsNotReadyInTimeGoesAgain) {
  Begin("max: 2, targets: { cpu: 1% }, start_deadline: 5s, rollback: auto",
        R"(healthcheck: { test: ["CMD", "/box", "healthcheck"], interval: 12s })");
  EXPECT_TRUE(Within(60s, [&] { return TurnedOut(OutcomeKind::kRolledBack, "not ready in time"); }));
  EXPECT_TRUE(Within(8s, [&] { return project_->Runs("web", 1); }));
}

/// The CPU limits of the replicas in cores, and when each was started.
std::map<std::string, std::pair<double, std::string>> LimitsOf(WatchedProject& project) {
  std::map<std::string, std::pair<double, std::string>> limits;
  for (const auto& replica : project.Of("web"))
    if (const auto inspect = project.engine().Inspect({replica.id}))
      limits[replica.id] = {static_cast<double>(docker::Number(*inspect, {"HostConfig", "NanoCpus"})) / 1e9,
                            replica.started_at};
  return limits;
}

TEST(LiveResize, ReplicasGrowBeforeThereAreMoreAndShrinkAgain) {
  WatchedProject project(test::Services(test::Balancer() + test::Web("web", R"(
    cpus: 0.2
    x-docktor:
      min: 1
      max: 3
      strategy: target
      interval: 1s
      scale_down: { window: 8s }
      cost: { prefer: fewer_large, max_cpus: 0.5 })")));
  project.compose.Write("lb.conf", test::kBalancerConf);
  project.compose.Compose("up -d");
  const auto all = [&](double cpus) {
    const auto limits = LimitsOf(project);
    return std::all_of(limits.begin(), limits.end(), [&](const auto& one) { return one.second.first == cpus; });
  };
  const auto before = LimitsOf(project);
  project.Start();
  {
    const test::Load load(project.Of("lb").at(0).id, "80/cpu?ms=30", 20);
    ASSERT_TRUE(Within(30s, [&] { return project.Running("web") >= 2 && all(0.5); }));
    const auto intents = project.Intents();
    ASSERT_GE(intents.size(), 2u);
    EXPECT_TRUE(intents[0].action->resize) << "before there are more";
    EXPECT_THAT(project.docktor.Run("decisions show " + intents[0].id.Text()).out,
                testing::AllOf(HasSubstr("CPUs for each"), HasSubstr("Limit LargerFirst"), HasSubstr("success")));
  }
  ASSERT_TRUE(Within(60s, [&] { return project.Of("web").size() == 1 && all(0.2); }));
  const auto left = project.Of("web");
  for (const auto& [id, limit] : before)
    if (left[0].id == id) {
      EXPECT_EQ(left[0].started_at, limit.second) << "it was never restarted";
    }
  project.compose.Compose("up -d");
  EXPECT_EQ(project.Of("web"), left) << "Compose finds nothing to do";
}

}  // namespace
}  // namespace docktor
