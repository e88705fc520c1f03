#include <condition_variable>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/project_survey.h"
#include "net/host_clock.h"
#include "observe/sampler.h"
#include "support/docker_project.h"

namespace docktor::observe {
namespace {

using testing::Gt;

/// The readings of one sweep, by service.
using ByService = std::map<std::string, Reading>;

class Seen final : public Observations {
 public:
  void Name(const Topology& topology) {
    for (const auto& service : topology.services)
      for (const auto& replica : service.replicas) names_.emplace(replica.id, service.key.service);
  }
  void OnReadings(Readings readings) override {
    const std::lock_guard lock(mutex_);
    last_.clear();
    for (auto& reading : readings.replicas) last_.emplace(names_.at(reading.replica), std::move(reading));
    changed_.notify_all();
  }
  void OnTopology(Topology) override {}
  void OnActivity(Activity) override {}
  void OnEngineLost(Error) override {}

  template <typename Wanted>
  ByService WaitFor(Wanted wanted) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, 20s, [&] { return wanted(last_); }));
    return last_;
  }

 private:
  std::map<ContainerId, std::string> names_;
  std::mutex mutex_;
  std::condition_variable changed_;
  ByService last_;
};

TEST(Observe, ContainersAreReadFromTheKernelUntilTheyEnd) {
  test::DockerProject project;
  const auto make = [&](const std::string& service, const json::array& environment) {
    auto body = project.Body(service, 1);
    body["Env"] = environment;
    const auto id = project.engine().Create(project.ContainerName(service, 1), body).value();
    EXPECT_TRUE(project.engine().Start(id));
    return id;
  };
  const auto busy = make("busy", {"START_CPU_MS=60000"});
  make("idle", {});

  const net::HostClock clock;
  const auto topology = docker::ProjectSurvey(project.engine(), {project.name()}).Take(clock.Now()).value();
  Seen seen;
  seen.Name(topology);
  Sampler sampler(clock, seen);
  sampler.Watch(topology);
  const auto readings = seen.WaitFor([](const ByService& last) {
    return last.contains("idle") && last.contains("busy") && last.at("busy").cpu_cores > 0.02 &&
           last.at("idle").cpu_cores < last.at("busy").cpu_cores / 2;
  });
  EXPECT_TRUE(sampler.LastProblems().empty());
  EXPECT_LT(readings.at("busy").cpu_cores, 0.35) << "its limit is 0.25; a machine with other work gives it less";
  EXPECT_THAT(readings.at("idle").memory_bytes, Gt(0));
  EXPECT_LT(readings.at("idle").memory_bytes, 64 << 20) << "its limit";

  ASSERT_EQ(project.Raw("POST", "/containers/" + busy.value + "/kill").status, 204);
  seen.WaitFor([](const ByService& last) { return last.contains("idle") && !last.contains("busy"); });
  const auto problems = sampler.LastProblems();
  EXPECT_TRUE(problems.empty() || problems.begin()->second.code == Errc::kNotFound);
}

}  // namespace
}  // namespace docktor::observe
