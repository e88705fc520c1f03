/// The host's memory and the limits over all services hold where no replica is there to measure one more by.
#include <gmock/gmock.h>

#include "decide/resolve.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

constexpr std::int64_t kLimit = 64 << 20;  // of memory, of each replica of the world

Spec Wanting(int min, const FleetLimits& limits = {}) {
  auto spec = World::Enabled(min, 30);
  spec.fleet = limits;
  return spec;
}

/// Everything is taken away, and stays away for long.
void Empty(World& world) {
  world.Run(10s, 0.5);
  ASSERT_TRUE(world.Say({.what = ScaleTo{.count = 0, .hold = 1min}}));
  world.Run(50s, 0);
  ASSERT_EQ(world.Running(), 0);
}

FleetMemory Recalled(const World& world) {
  FleetMemory memory;
  for (const auto& record : world.Journal()) memory.Add(record);
  for (auto& [key, service] : memory.services) service.override.reset();
  return memory;
}

HostReading HostWith(Instant now, std::int64_t available) {
  return {.at = now, .cores = 2, .memory_bytes = 1LL << 34, .memory_available_bytes = available};
}

struct LimitCase {
  const char* name;
  FleetLimits limits;
  int running;
};
class LimitFromNothing : public testing::TestWithParam<LimitCase> {
 protected:
  const Spec nothing = Wanting(0, GetParam().limits), many = Wanting(20, GetParam().limits);
};

TEST_P(LimitFromNothing, HoldsAgainstAMinimum) {
  World world(nothing, 1);
  Empty(world);
  world.Configure(many);
  world.Run(30s, 0);
  EXPECT_EQ(world.Running(), GetParam().running);
  EXPECT_THAT(world.View().decision->verdict.overruled, testing::Contains(Reason::kTooFewReplicas));
}

TEST_P(LimitFromNothing, HoldsAfterARestartToo) {
  World before(nothing, 1);
  Empty(before);
  World after(many, 0, Recalled(before));
  after.Run(30s, 0);
  EXPECT_EQ(after.Running(), GetParam().running);
}

INSTANTIATE_TEST_SUITE_P(Limits, LimitFromNothing,
                         testing::Values(LimitCase{"memory", {.max_memory_bytes = 12 * kLimit}, 12},
                                         LimitCase{"cpus", {.max_cpus = 4 * World::kCpus}, 4}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(LimitsFromNothing, WithoutALimitOfItsOwnAReplicaCountsByWhatItUsedLast) {
  World before(Wanting(0), 1);
  before.replicas[0].limits.memory_bytes.reset();
  Empty(before);
  World after(Wanting(20, {.max_memory_bytes = 12 * World::kReplicaBytes}), 0, Recalled(before));
  after.Run(2s, 0);
  EXPECT_EQ(after.Running(), 12);
}

TEST(LimitsFromNothing, WithoutALimitAndWithoutReadingsItCountsByWhatItUsedLast) {
  World world(Wanting(1), 1);
  world.replicas[0].limits.memory_bytes.reset();
  world.Run(10s, 0.5);
  world.readings = false;
  world.Run(1min, 0.5);
  world.Configure(Wanting(20, {.max_memory_bytes = 12 * World::kReplicaBytes}));
  world.Run(30s, 0.5);
  EXPECT_EQ(world.Running(), 12);
}

TEST(LimitsFromNothing, TheHostHoldsAgainstAMinimum) {
  World world(Wanting(0), 1);
  world.host = HostWith(world.now, 10 * kLimit);
  Empty(world);
  world.Configure(Wanting(20));
  world.Run(5s, 0);
  EXPECT_EQ(world.Running(), 9) << "a tenth stays free";
  EXPECT_TRUE(decide::InForce(world.View().decision->verdict, Reason::kHostFull));
}

/// How many the first look at a service that is at nothing adds.
int FirstRaise(FleetMemory memory, const std::optional<HostReading>& host, Instant now) {
  const auto spec = Wanting(20);
  Fleet fleet([&](const ServiceFacts&, std::optional<int>) { return spec; }, std::move(memory));
  if (host) fleet.OnReadings({.host = host}, now);
  for (const auto& effect : fleet.OnTopology({now, {{.key = spec.key, .at = now}}}, now))
    if (const auto* start = std::get_if<StartAction>(&effect)) return start->decision.action->add;
  return 0;
}

TEST(LimitsFromNothing, TheHostHoldsAtTheFirstLookAfterAStart) {
  World before(Wanting(0), 1);
  Empty(before);
  EXPECT_EQ(FirstRaise(Recalled(before), HostWith(before.now, 10 * kLimit), before.now), 9);
  EXPECT_EQ(FirstRaise(Recalled(before), {}, before.now), 20) << "a host that is never known keeps nobody waiting";
}

}  // namespace
}  // namespace docktor::pilot
