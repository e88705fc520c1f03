#include "observe/sampler.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <ctime>
#include <mutex>

#include <gmock/gmock.h>

#include "docker/fakes/fake_engine.h"
#include "unit/observe/made_tree.h"

namespace docktor::observe {
namespace {

constexpr Instant kNow{1'764'000'000'000ms};

Topology Running(std::vector<Replica> replicas) {
  return {.services = {{.key = {"shop", "web"}, .replicas = std::move(replicas)}}};
}

TEST(RunningReplicas, AreThoseWithAProcess) {
  const auto topology = Running({{.id = kWeb, .phase = Phase::kReady, .pid = 41},
                                 {.id = kApi, .phase = Phase::kExited, .pid = 42},
                                 {.id = {"c3"}, .phase = Phase::kStarting, .pid = 0},
                                 {.id = {"c4"}, .phase = Phase::kUnhealthy, .pid = 43}});
  EXPECT_EQ(RunningReplicas(topology), (Watched{{kWeb, 41}, {{"c4"}, 43}}));
}

class SweepTest : public testing::Test {
 protected:
  SweepTest() {
    tree.MakeV1Host();
    tree.MakeV1Replica(kWeb, 41);
    tree.MakeV1Replica(kApi, 42);
  }
  MadeTree tree;
  Sweep sweep{tree.MadeRoots()};
  const Watched both{{kWeb, 41}, {kApi, 42}};

  /// A reading wants samples at least a millisecond apart; the clock of the sweep is the real one.
  static void Pass() {
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < 2ms) {
    }
  }
  std::vector<ContainerId> Take(const Watched& watched) {
    Pass();
    std::vector<ContainerId> ids;
    for (const auto& reading : sweep.Take(watched, kNow).replicas) ids.push_back(reading.replica);
    return ids;
  }
};

TEST_F(SweepTest, TheSecondSampleMakesAReading) {
  EXPECT_THAT(Take(both), testing::IsEmpty());
  EXPECT_THAT(Take(both), testing::UnorderedElementsAre(kWeb, kApi));
}

TEST_F(SweepTest, OneThatIsGoneDoesNotKeepTheOthersFromBeingRead) {
  Take(both);
  tree.Remove("proc/42");
  tree.Write("cg/cpu,cpuacct/docker/" + kApi.value + "/cpuacct.usage", "");
  EXPECT_THAT(Take(both), testing::ElementsAre(kWeb));
  EXPECT_TRUE(sweep.LastProblems().contains(kApi));
  EXPECT_FALSE(sweep.LastProblems().contains(kWeb));
}

TEST_F(SweepTest, OneThatIsBackBeginsAnew) {
  Take({{kWeb, 41}});
  tree.MakeV1Replica(kWeb, 77);
  tree.WriteV1(kWeb, 5'000, 0, 0, 0, 0);
  EXPECT_THAT(Take({{kWeb, 77}}), testing::IsEmpty()) << "another process is another run of the replica";
  EXPECT_THAT(Take({{kWeb, 77}}), testing::ElementsAre(kWeb));
}

TEST_F(SweepTest, OneThatIsNotWatchedIsForgotten) {
  Take(both);
  EXPECT_THAT(Take({{kWeb, 41}}), testing::ElementsAre(kWeb));
  EXPECT_THAT(Take(both), testing::ElementsAre(kWeb));
}

TEST_F(SweepTest, NetworkAndDisksAreReadEachFifthTime) {
  long bytes = 0;
  std::vector<bool> told;
  for (int i = 0; i < 11; ++i) {
    tree.WriteNetwork(41, bytes += 100, 0);
    tree.WriteV1Io(kWeb, bytes, 0, 3);
    Pass();
    const auto readings = sweep.Take({{kWeb, 41}}, kNow).replicas;
    told.push_back(!readings.empty() && readings[0].network_rx_bytes.value_or(0) > 0 &&
                   readings[0].block_read_bytes.value_or(0) > 0 && readings[0].pids == 3);
  }
  EXPECT_THAT(told, testing::ElementsAre(false, false, false, false, false, true, false, false, false, false, true));
}

TEST_F(SweepTest, AnotherRunOfAReplicaIsNotComparedWithTheOneBefore) {
  tree.WriteNetwork(41, 5'000'000, 0);
  for (int i = 0; i < 5; ++i) Take({{kWeb, 41}});
  tree.MakeV1Replica(kWeb, 77);
  tree.WriteNetwork(77, 9'000'000, 0);
  for (int i = 0; i < 5; ++i) {
    Pass();
    for (const auto& reading : sweep.Take({{kWeb, 77}}, kNow).replicas)
      EXPECT_EQ(reading.network_rx_bytes.value_or(0), 0);
  }
}

TEST_F(SweepTest, TheHostComesWithIt) {
  tree.WriteHost(1, 3);
  EXPECT_DOUBLE_EQ(sweep.Take({}, kNow).host.value().cpu_utilization, 0.25);
  tree.WriteHost(2, 4);
  EXPECT_DOUBLE_EQ(sweep.Take({}, kNow).host.value().cpu_utilization, 0.5);
  tree.Remove("proc/stat");
  EXPECT_FALSE(sweep.Take({}, kNow).host);
  EXPECT_TRUE(sweep.LastProblems().contains(ContainerId{}));
}

/// Keeps what it was sent, and can be waited for.
class Seen final : public Observations {
 public:
  void OnReadings(Readings readings) override {
    const std::lock_guard lock(mutex_);
    seen_.push_back(std::move(readings));
    news_.notify_all();
  }
  void OnTopology(Topology) override {}
  void OnActivity(Activity) override {}
  void OnEngineLost(Error) override {}

  template <typename Wanted>
  bool WaitFor(Wanted wanted) {
    std::unique_lock lock(mutex_);
    return news_.wait_for(lock, 10s, [&] { return !seen_.empty() && wanted(seen_); });
  }
  std::size_t Count() const {
    const std::lock_guard lock(mutex_);
    return seen_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::vector<Readings> seen_;
};

/// So that a sweep could tell of the host.
void LetTheHostWork(const MadeTree& tree, Seen& seen) {
  for (int ticks = 1; ticks <= 3; ++ticks) {
    tree.WriteHost(ticks, ticks);
    const auto before = seen.Count();
    EXPECT_TRUE(seen.WaitFor([before](const auto& all) { return all.size() > before + 1; }));
  }
}

bool TellOfTheHost(const std::vector<Readings>& all) {
  return std::any_of(all.begin(), all.end(), [](const Readings& readings) { return readings.host.has_value(); });
}

/// Of a machine that is, or may not be, the engine's; read often.
Sampler::Settings Made(const MadeTree& tree, bool host_is_engines = false) {
  return {.host_is_engines = host_is_engines, .roots = tree.MadeRoots(), .period = 2ms};
}

class FixedClock final : public Clock {
 public:
  Instant Now() const override { return kNow; }
};

/// A stats document of the nth second, with half a core used.
json::object Used(int second) {
  const auto read = ToRfc3339(kNow + std::chrono::seconds(second));
  return {{"read", read},
          {"cpu_stats",
           {{"cpu_usage", {{"total_usage", 500'000'000LL * second}}},
            {"system_cpu_usage", 2'000'000'000LL * (second + 1)},
            {"online_cpus", 2}}},
          {"memory_stats", {{"usage", 4'096}, {"stats", {{"total_inactive_file", 96}}}}}};
}

/// The engine's replicas are those of this machine.
class SamplerOfFiles : public testing::Test {
 protected:
  SamplerOfFiles() {
    tree.MakeV2Host();
    tree.MakeV2Replica(kWeb, 41);
  }
  const MadeTree tree;
  const FixedClock clock;
  docker::FakeEngine engine;
  Seen seen;
};

TEST_F(SamplerOfFiles, SendsASweepAtEachBeatUntilItIsDestroyed) {
  {
    std::string path;
    Sampler sampler(
        clock, seen, engine, [&](ReadingPath way, const std::string&) { path += ToText(way); }, Made(tree));
    sampler.Watch(Running({{.id = kWeb, .phase = Phase::kReady, .pid = 41}}));
    EXPECT_TRUE(seen.WaitFor([](const auto& all) {
      return all.back().replicas.size() == 1 && all.back().replicas[0].replica == kWeb &&
             all.back().replicas[0].at == kNow;
    }));
    sampler.Watch(Running({{.id = kApi, .phase = Phase::kReady, .pid = 42}}));
    EXPECT_TRUE(seen.WaitFor([](const auto& all) { return all.back().replicas.empty(); }));
    const auto before = seen.Count();
    EXPECT_TRUE(seen.WaitFor([before](const auto& all) { return all.size() > before + 1; }));
    EXPECT_TRUE(sampler.LastProblems().contains(kApi));
    EXPECT_EQ(path, "the kernel's files") << "told once";
    EXPECT_EQ(engine.Calls(), 0);
  }
}

TEST(Sampler, FollowsTheEnginesStreamsWhereTheFilesAreNotTheEngines) {
  const MadeTree tree;  // nothing of the replica in it: the engine is elsewhere
  tree.MakeV2Host();
  const FixedClock clock;
  docker::FakeEngine engine;
  const auto id = engine.AddComposeService("shop", "web", 1)[0];
  Seen seen;
  std::string told;
  Sampler sampler(
      clock, seen, engine, [&](ReadingPath way, const std::string& why) { told += ToText(way) + (": " + why); },
      Made(tree));
  LetTheHostWork(tree, seen);
  sampler.Watch(Running({{.id = id, .phase = Phase::kReady, .pid = 41}}));
  while (engine.Calls(docker::FakeEngine::Call::kStats) == 0) std::this_thread::yield();
  for (int second = 0; second < 3; ++second) engine.Use(id, Used(second));
  EXPECT_TRUE(seen.WaitFor([&](const auto& all) { return all.back().replicas.size() == 1; }));
  EXPECT_TRUE(seen.WaitFor([&](const auto& all) { return all.back().replicas.empty(); })) << "handed out once";
  EXPECT_TRUE(seen.WaitFor([](const auto& all) { return !TellOfTheHost(all); })) << "that host is another";
  EXPECT_THAT(told, testing::StartsWith("the engine's stats streams: find the cgroup of container"));
}

TEST_F(SamplerOfFiles, TellsOfTheHostOnceItHasReadAReplica) {
  Sampler sampler(
      clock, seen, engine, [](auto, const auto&) {}, Made(tree));
  LetTheHostWork(tree, seen);
  EXPECT_TRUE(seen.WaitFor([](const auto& all) { return !TellOfTheHost(all); })) << "it may be another's";
  sampler.Watch(Running({{.id = kWeb, .phase = Phase::kReady, .pid = 41}}));
  EXPECT_TRUE(seen.WaitFor([](const auto& all) { return !all.back().replicas.empty(); }));
  tree.WriteHost(9, 9);
  EXPECT_TRUE(seen.WaitFor(TellOfTheHost));
}

TEST_F(SamplerOfFiles, TellsOfTheHostBeforeAnyReplicaIsSeenWhereItIsKnownToBeTheEngines) {
  tree.WriteHost(1, 1);
  const Sampler sampler(clock, seen, engine, [](auto, const auto&) {},
                        {.host_is_engines = true, .roots = tree.MadeRoots(), .period = 1h});
  ASSERT_EQ(seen.Count(), 1U) << "with the first sweep, which is through by now";
  EXPECT_TRUE(seen.WaitFor(TellOfTheHost));
}

TEST(Sampler, TellsOfTheHostBesideTheStreamsWhereItIsKnownToBeTheEngines) {
  const MadeTree tree;  // the processes of the engine are hidden here
  tree.MakeV2Host();
  const FixedClock clock;
  docker::FakeEngine engine;
  const auto id = engine.AddComposeService("shop", "web", 1)[0];
  Seen seen;
  std::atomic<bool> told = false;
  Sampler sampler(
      clock, seen, engine, [&](ReadingPath way, const std::string&) { told = way == ReadingPath::kStreams; },
      Made(tree, true));
  sampler.Watch(Running({{.id = id, .phase = Phase::kReady, .pid = 41}}));
  while (!told) std::this_thread::yield();
  const auto before = static_cast<std::ptrdiff_t>(seen.Count());
  LetTheHostWork(tree, seen);
  EXPECT_TRUE(seen.WaitFor([before](const auto& all) { return TellOfTheHost({all.begin() + before, all.end()}); }));
}

TEST(Sampler, ReturnsToTheFilesOnceTheyTellOfTheReplicas) {
  const MadeTree tree;
  tree.MakeV2Host();
  const FixedClock clock;
  docker::FakeEngine engine;
  Seen seen;
  std::atomic<int> told = 0;
  Sampler sampler(
      clock, seen, engine, [&](ReadingPath, const std::string&) { ++told; }, Made(tree));
  sampler.Watch(Running({{.id = kWeb, .phase = Phase::kReady, .pid = 41}}));
  while (told == 0) std::this_thread::yield();
  tree.MakeV2Replica(kWeb, 41);
  EXPECT_TRUE(seen.WaitFor([](const auto& all) { return all.back().replicas.size() == 1; }));
  EXPECT_EQ(told, 2);
  EXPECT_FALSE(sampler.LastProblems().contains(kWeb));
}

TEST(Sampler, EndsAtOnceHoweverLongItsPeriod) {
  const MadeTree tree;
  tree.MakeV2Host();
  const FixedClock clock;
  docker::FakeEngine engine;
  Seen seen;
  auto start = std::chrono::steady_clock::now();
  {
    const Sampler sampler(clock, seen, engine, [](auto, const auto&) {}, {.roots = tree.MadeRoots(), .period = 1h});
    EXPECT_TRUE(seen.WaitFor([](const auto& all) { return all.size() == 1; }));
    start = std::chrono::steady_clock::now();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

/// The real kernel, whatever its version: the cgroup at each mount point has this process in it or below it.
TEST(RealCgroup, TellsOfThisProcesssWork) {
  const auto mounts = CgroupMounts(ReadFile("/proc/self/mountinfo").value());
  for (const auto& mount : mounts) {
    const bool accounts = mount.unified ? ReadFile(mount.point + "/cpu.stat").has_value()
                                        : ReadFile(mount.point + "/cpuacct.usage").has_value();
    if (!accounts) continue;
    auto reader = CgroupReader::Open(mount.unified ? CgroupFolders{.unified = mount.point}
                                                   : CgroupFolders{.cpuacct = mount.point})
                      .value();
    const auto before = reader.Read().value();
    const auto start = std::clock();
    while (std::clock() - start < CLOCKS_PER_SEC / 50) {
    }
    EXPECT_GE(reader.Read().value().cpu_ns - before.cpu_ns, 10'000'000) << mount.point;
  }
}

}  // namespace
}  // namespace docktor::observe
