/// Compose at work on a service that Docktor scales: five replicas under load, while the file says two.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/demo_services.h"
#include "support/on_record.h"

namespace docktor {
namespace {

using test::Stays;
using test::WatchedProject;
using test::Within;
using testing::Each;
using testing::IsEmpty;
using testing::Not;

constexpr int kMany = 5;
constexpr Duration kRestored = 3s;  // after Compose's last event

std::string Stack(const std::string& release) {
  return test::Services(test::Balancer() + test::Web("web", R"(
    labels: { release: ")" + release + R"(" }
    deploy: { replicas: 2, resources: { limits: { cpus: "0.15", memory: 64M } } }
    x-docktor: { min: 1, max: 5, interval: 1s, targets: { cpu: 60% } })"));
}

/// The most replicas of web that ran at one time.
class Most {
 public:
  explicit Most(WatchedProject& project)
      : thread_([this, &project] {
          while (!stopping_) {
            most_ = std::max(most_.load(), project.Running("web"));
            std::this_thread::sleep_for(50ms);
          }
        }) {}
  ~Most() {
    stopping_ = true;
    thread_.join();
  }
  int count() const { return most_; }

 private:
  std::atomic<int> most_{0};
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

class DeployTest : public testing::Test {
 protected:
  DeployTest() : project_(Stack("one")) {
    project_.compose.Write("lb.conf", test::kBalancerConf);
    project_.compose.Compose("up -d");
    project_.Start();
    PutUnderLoad();
  }

  void PutUnderLoad() {
    load_.reset();
    load_ = std::make_unique<test::Load>(project_.Of("lb").at(0).id, "80/cpu?ms=30", 20);
    ASSERT_TRUE(Within(60s, [&] { return project_.Runs("web", kMany) && project_.Status("web").ready == kMany; }));
  }

  std::set<std::string> Hashes() {
    std::set<std::string> hashes;
    for (const auto& replica : project_.Of("web")) hashes.insert(replica.config_hash);
    return hashes;
  }
  /// As what it was, however many steps it was seen in.
  void ExpectDeployOnRecord() {
    EXPECT_THAT(project_.Changes(), testing::AllOf(Not(IsEmpty()), Each(ChangeKind::kDeploy)));
    test::ExpectEndsOnRecord(project_);
  }
  std::string Ids(const std::string& what) {
    return test::Shell("docker " + what + " --filter label=com.docker.compose.project=" + project_.name());
  }

  WatchedProject project_;
  std::unique_ptr<test::Load> load_;
};

TEST_F(DeployTest, ADeployGetsItsReplicasBack) {
  const auto before = Hashes();
  ASSERT_EQ(before.size(), 1u);
  const test::EventLog events(project_.engine(), project_.name());
  project_.compose.Write("compose.yaml", Stack("two"));
  project_.compose.Compose("up -d");
  const auto last = events.last();
  ASSERT_TRUE(Within(20s, [&] { return project_.Runs("web", kMany); }));
  const auto took = std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - last);
  RecordProperty("milliseconds_after_composes_last_event", std::to_string(took.count()));
  EXPECT_LE(took, kRestored);
  EXPECT_EQ(Hashes().size(), 1u) << "one configuration everywhere";
  EXPECT_NE(Hashes(), before) << "the new one";
  EXPECT_TRUE(Stays(5s, [&] { return project_.Runs("web", kMany); }));
  EXPECT_THAT(project_.Leftovers(), IsEmpty());
  ExpectDeployOnRecord();
}

struct EndCase {
  const char* name;
  const char* command;
  bool removes;  ///< web is gone afterwards
};
class EndTest : public DeployTest, public testing::WithParamInterface<EndCase> {};
TEST_P(EndTest, NothingIsStartedAgainstTheUser) {
  const Most most(project_);
  project_.compose.Compose(GetParam().command);
  ASSERT_TRUE(Within(3s, [&] { return project_.Runs("web", 0); })) << "compose kill does not wait for the deaths";
  EXPECT_TRUE(Stays(8s, [&] { return project_.Runs("web", 0); }));
  EXPECT_LE(most.count(), kMany);
  EXPECT_THAT(project_.Changes(), testing::Contains(ChangeKind::kStopped));
  test::ExpectEndsOnRecord(project_);
  if (GetParam().removes) {
    EXPECT_THAT(project_.Of("web"), IsEmpty());
  }
  if (GetParam().name != std::string("down")) return;
  EXPECT_EQ(Ids("ps -aq"), "") << "containers are left over";
  EXPECT_EQ(Ids("network ls -q"), "") << "networks are left over";
}
INSTANTIATE_TEST_SUITE_P(Compose, EndTest,
                         testing::Values(EndCase{"down", "down -t 2", true}, EndCase{"stop", "stop -t 2 web", false},
                                         EndCase{"kill", "kill web", false}, EndCase{"rm", "rm -sf web", true}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_F(DeployTest, ACountThatComposeIsToldIsNeverExceeded) {
  const Most most(project_);
  const auto before = Hashes();
  project_.compose.Write("compose.yaml", Stack("two"));
  project_.compose.Compose("up -d --scale web=5");
  EXPECT_TRUE(Within(kRestored, [&] { return project_.Runs("web", kMany); }));
  EXPECT_TRUE(Stays(8s, [&] { return project_.Runs("web", kMany); }));
  EXPECT_LE(most.count(), kMany);
  EXPECT_EQ(Hashes().size(), 1u);
  EXPECT_NE(Hashes(), before);
  EXPECT_THAT(project_.Leftovers(), IsEmpty());
  ExpectDeployOnRecord();
}

TEST(RenamedService, IsKnownByItsNewNameAlone) {
  const auto stack = [](const std::string& name) {
    return test::Services(test::Web(name, "labels: { docktor.enable: true }"));
  };
  WatchedProject project(stack("before"));
  project.compose.Compose("up -d");
  project.Start();
  project.compose.Write("compose.yaml", stack("after"));
  project.compose.Compose("up -d --remove-orphans");
  const auto known = [&] {
    std::vector<std::string> names;
    for (const auto& service : project.Status().services) names.push_back(service.service.service);
    return names;
  };
  EXPECT_TRUE(Within(10s, [&] { return known() == std::vector<std::string>{"after"}; }))
      << testing::PrintToString(known());
  project.docktor.Run("scale after 2 --for 10m");
  EXPECT_TRUE(Within(10s, [&] { return project.Runs("after", 2); }));
  EXPECT_TRUE(project.Runs("before", 0));
}

}  // namespace
}  // namespace docktor
