#include "observe/streams/stats_streams.h"

#include <thread>

#include <gmock/gmock.h>

#include "docker/fakes/fake_engine.h"

namespace docktor::observe {
namespace {

using docker::FakeEngine;
using Call = FakeEngine::Call;

constexpr Instant kNow{1'764'000'000'000ms};

class FixedClock final : public Clock {
 public:
  Instant Now() const override { return kNow; }
};

class StatsStreamsTest : public testing::Test {
 protected:
  /// Has used so many cores for a second more. The engine's clock may be `off`.
  void Use(const ContainerId& id, double cores, Duration off = 0s) {
    ++seconds_[id];
    used_[id] += cores;
    engine.Use(id, {{"read", ToRfc3339(kNow + seconds_[id] * 1s + off)},
                    {"cpu_stats",
                     {{"cpu_usage", {{"total_usage", static_cast<std::int64_t>(used_[id] * 1e9)}}},
                      {"system_cpu_usage", 1'000'000'000LL * seconds_[id]},
                      {"online_cpus", 1}}}});
  }
  void Follow(const Watched& watched, int calls) {
    EXPECT_THAT(streams.Take(watched).replicas, testing::IsEmpty());
    while (engine.Calls(Call::kStats) < calls) std::this_thread::yield();
  }
  /// Takes until there is a reading of each.
  std::map<ContainerId, double> Cores(const Watched& watched) {
    std::map<ContainerId, double> cores;
    const auto end = std::chrono::steady_clock::now() + 10s;
    while (cores.size() < watched.size() && std::chrono::steady_clock::now() < end) {
      for (const auto& reading : streams.Take(watched).replicas) {
        EXPECT_EQ(reading.at, kNow);
        cores[reading.replica] = reading.cpu_cores;
      }
      std::this_thread::yield();
    }
    return cores;
  }

  FixedClock clock;
  FakeEngine engine;
  const std::vector<ContainerId> ids = engine.AddComposeService("shop", "web", 2);
  const Watched both{{ids[0], 41}, {ids[1], 42}};
  StatsStreams streams{engine, clock};

 private:
  std::map<ContainerId, int> seconds_;
  std::map<ContainerId, double> used_;
};

TEST_F(StatsStreamsTest, ReadsEachReplica) {
  Follow(both, 2);
  for (const auto& id : ids) Use(id, 1);
  Use(ids[0], 0.25);
  Use(ids[1], 0.5);
  const auto cores = Cores(both);
  EXPECT_DOUBLE_EQ(cores.at(ids[0]), 0.25);
  EXPECT_DOUBLE_EQ(cores.at(ids[1]), 0.5);
  EXPECT_THAT(streams.Take(both).replicas, testing::IsEmpty()) << "each is handed out once";
  EXPECT_THAT(streams.LastProblems(), testing::IsEmpty());
}

TEST_F(StatsStreamsTest, AClockThatIsSetMakesNoSpike) {
  const Watched one{{ids[0], 41}};
  Follow(one, 1);
  Use(ids[0], 1);
  Use(ids[0], 0.5, 1h);
  Use(ids[0], 0.5, -900ms);
  Use(ids[0], 0.75, -900ms);
  EXPECT_DOUBLE_EQ(Cores(one).at(ids[0]), 0.75);
}

TEST_F(StatsStreamsTest, ABrokenStreamIsOpenedAgain) {
  const Watched one{{ids[0], 41}};
  engine.FailNext(Call::kStats, {Errc::kUnavailable, "not now"});
  Follow(one, 1);
  while (streams.LastProblems().empty()) streams.Take(one);
  EXPECT_EQ(streams.LastProblems().at(ids[0]).message, "not now");
  Follow(one, 2);
  Use(ids[0], 1);
  Use(ids[0], 0.5);
  EXPECT_DOUBLE_EQ(Cores(one).at(ids[0]), 0.5);
  EXPECT_THAT(streams.LastProblems(), testing::IsEmpty());
}

TEST_F(StatsStreamsTest, AnotherRunBeginsAnewAndWhatIsNotWatchedIsDropped) {
  Follow({{ids[0], 41}}, 1);
  Use(ids[0], 1);
  Follow({{ids[0], 77}}, 2);
  Use(ids[0], 0.5);
  Use(ids[0], 0.25);
  EXPECT_DOUBLE_EQ(Cores({{ids[0], 77}}).at(ids[0]), 0.25);
  Follow({}, 2);
  Use(ids[0], 1);
  EXPECT_THAT(streams.Take({}).replicas, testing::IsEmpty());
}

TEST_F(StatsStreamsTest, AnEngineThatHangsHoldsNobodyUp) {
  engine.Hang(Call::kStats);
  Follow(both, 2);
  engine.WaitUntilHanging(Call::kStats, 2);
  EXPECT_THAT(streams.Take(both).replicas, testing::IsEmpty());
  engine.Release(Call::kStats);
}

}  // namespace
}  // namespace docktor::observe
