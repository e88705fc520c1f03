#include <atomic>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/project/project_survey.h"
#include "net/host_clock.h"
#include "net/http_client.h"
#include "net/interruptible.h"
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

/// Keeps a replica's CPU busy by requests until it goes out of scope.
class Load {
 public:
  explicit Load(const Replica& replica)
      : client_({.origin = "http://" + replica.addresses.at(0) + ":8080"}), thread_([this] {
          const net::Interruptible scope([this] { return stop_.load(); });
          while (!stop_)
            if (const auto answer = client_.Send({.path = "/cpu?ms=100"}); !answer) std::this_thread::sleep_for(50ms);
        }) {}
  ~Load() {
    stop_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stop_{false};
  net::HttpClient client_;
  std::thread thread_;
};

ContainerId Start(test::DockerProject& project, const std::string& service) {
  auto body = project.Body(service, 1);
  body["HostConfig"].as_object()["NetworkMode"] = "bridge";
  const auto id = project.engine().Create(project.ContainerName(service, 1), body).value();
  EXPECT_TRUE(project.engine().Start(id));
  return id;
}

const Replica& ReplicaOf(const Topology& topology, const std::string& service) {
  for (const auto& facts : topology.services)
    if (facts.key.service == service) return facts.replicas.at(0);
  throw std::runtime_error("no replica of " + service);
}

TEST(Observe, ContainersAreReadFromTheKernelUntilTheyEnd) {
  test::DockerProject project;
  const auto busy = Start(project, "busy");
  Start(project, "idle");

  const net::HostClock clock;
  const auto topology = docker::ProjectSurvey(project.engine(), {project.name()}).Take(clock.Now()).value();
  const Load load(ReplicaOf(topology, "busy"));
  Seen seen;
  seen.Name(topology);
  std::atomic<ReadingPath> path{ReadingPath::kUndecided};
  Sampler sampler(clock, seen, project.engine(), [&](ReadingPath way, const std::string&) { path = way; }, {});
  sampler.Watch(topology);
  const auto readings = seen.WaitFor([](const ByService& last) {
    return last.contains("idle") && last.contains("busy") && last.at("busy").cpu_cores > 0.02 &&
           last.at("idle").cpu_cores < last.at("busy").cpu_cores / 2;
  });
  EXPECT_EQ(path, ReadingPath::kFiles);
  EXPECT_TRUE(sampler.LastProblems().empty());
  EXPECT_LT(readings.at("busy").cpu_cores, 0.35) << "its limit is 0.25; a machine with other work gives it less";
  EXPECT_THAT(readings.at("idle").memory_bytes, Gt(0));
  EXPECT_LT(readings.at("idle").memory_bytes, 64 << 20) << "its limit";

  ASSERT_EQ(project.Raw("POST", "/containers/" + busy.value + "/kill").status, 204);
  seen.WaitFor([](const ByService& last) { return last.contains("idle") && !last.contains("busy"); });
  const auto problems = sampler.LastProblems();
  EXPECT_TRUE(problems.empty() || problems.begin()->second.code == Errc::kNotFound);
}

/// What a replica used all in all, by one way of reading it.
struct Sum {
  double seconds = 0, cpu_seconds = 0, throttled = 0;              ///< sums
  double received = 0, sent = 0;                                   ///< at most, per second
  std::int64_t memory = std::numeric_limits<std::int64_t>::max();  ///< at least: health checks come and go
  int pids = std::numeric_limits<int>::max();                      ///< at least, too
  int readings = 0;

  void Add(const Reading& reading) {
    const auto over = Seconds(reading.over);
    ++readings;
    seconds += over;
    cpu_seconds += reading.cpu_cores * over;
    throttled += reading.throttled_ratio * over;
    memory = std::min(memory, reading.memory_bytes);
    if (reading.pids) pids = std::min(pids, *reading.pids);
    received = std::max(received, reading.network_rx_bytes.value_or(0));
    sent = std::max(sent, reading.network_tx_bytes.value_or(0));
  }
};

TEST(Observe, FilesAndStreamsTellTheSame) {
  test::DockerProject project;
  Start(project, "web");
  const net::HostClock clock;
  const auto topology = docker::ProjectSurvey(project.engine(), {project.name()}).Take(clock.Now()).value();
  const Load load(ReplicaOf(topology, "web"));
  const auto watched = RunningReplicas(topology);
  Sweep sweep{Roots{}};
  StatsStreams streams(project.engine(), clock);
  Sum files, stats;
  const auto steady = [] { return std::chrono::steady_clock::now(); };
  for (auto end = steady() + 16s, next = steady(); steady() < end; std::this_thread::sleep_until(next)) {
    next += 500ms;
    for (const auto& reading : sweep.Take(watched, clock.Now()).replicas) files.Add(reading);
    for (const auto& reading : streams.Take(watched).replicas) stats.Add(reading);
  }
  EXPECT_TRUE(sweep.LastProblems().empty());
  EXPECT_TRUE(streams.LastProblems().empty());
  ASSERT_GT(stats.readings, 8);
  ASSERT_GT(files.cpu_seconds / files.seconds, 0.05) << "it is busy";
  EXPECT_NEAR(files.cpu_seconds / files.seconds, stats.cpu_seconds / stats.seconds, 0.05);
  EXPECT_NEAR(files.throttled / files.seconds, stats.throttled / stats.seconds, 0.15);
  EXPECT_NEAR(static_cast<double>(files.memory), static_cast<double>(stats.memory), 1 << 20);
  EXPECT_GT(files.pids, 0);
  EXPECT_NEAR(files.pids, stats.pids, 1) << "what a health check starts is never there all the time";
  for (const auto* way : {&files, &stats}) {
    EXPECT_GT(way->received, 0) << "somebody asks it";
    EXPECT_GT(way->sent, 0);
  }
}

TEST(Observe, AnEngineWhoseProcessesAreNotHereIsFollowedByItsStreams) {
  test::DockerProject project;
  Start(project, "web");
  const net::HostClock clock;
  const auto topology = docker::ProjectSurvey(project.engine(), {project.name()}).Take(clock.Now()).value();
  Seen seen;
  seen.Name(topology);
  std::atomic<ReadingPath> path{ReadingPath::kUndecided};
  Sampler sampler(clock, seen, project.engine(), [&](ReadingPath way, const std::string&) { path = way; },
                  {.roots = {.proc = "/nowhere"}});
  sampler.Watch(topology);
  const auto readings = seen.WaitFor([](const ByService& last) { return last.contains("web"); });
  EXPECT_EQ(path, ReadingPath::kStreams);
  EXPECT_GT(readings.at("web").memory_bytes, 0);
}

}  // namespace
}  // namespace docktor::observe
