#include "pilot/sizing.h"

#include <gtest/gtest.h>

#include "decide/resolve.h"
#include "decide/words.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

constexpr Instant kNow{1'700'000'000s};
constexpr Duration kWindow = 1min;

std::vector<Replica> Of(const std::vector<std::optional<double>>& limits, const std::string& hash = "one") {
  std::vector<Replica> replicas;
  for (const auto& cpus : limits) {
    Replica r{.id = {std::to_string(replicas.size())}, .phase = Phase::kReady};
    r.limits.cpus = cpus;
    r.config_hash = hash;
    replicas.push_back(r);
  }
  return replicas;
}

struct LargerCase {
  const char* name;
  std::vector<std::optional<double>> limits;
  Sizing::Question asked;
  std::optional<double> to;
};
std::ostream& operator<<(std::ostream& os, const LargerCase& row) { return os << row.name; }
class LargerTest : public testing::TestWithParam<LargerCase> {};
TEST_P(LargerTest, AtOnce) {
  const auto& row = GetParam();
  const auto resize = Sizing({}).Judge(Of(row.limits), row.asked, kNow);
  ASSERT_EQ(resize.has_value(), row.to.has_value());
  if (resize) {
    EXPECT_DOUBLE_EQ(resize->to, *row.to);
  }
}
INSTANTIATE_TEST_SUITE_P(
    Sizing, LargerTest,
    testing::Values(
        LargerCase{"what is needed", {0.5, 0.5}, {.largest = 2, .needed = 0.83}, 0.85},
        LargerCase{"no more than the user allows", {0.5}, {.largest = 2, .needed = 7}, 2},
        LargerCase{"no more than there is room for", {0.5}, {.largest = 2, .room = 0.7, .needed = 1}, 0.7},
        LargerCase{"no room at all takes nothing away", {0.5}, {.largest = 2, .room = 0.1, .needed = 1}, {}},
        LargerCase{"not for a tenth", {0.5}, {.largest = 2, .needed = 0.5}, {}},
        LargerCase{"the last bit to the largest", {1.95}, {.largest = 2, .needed = 3}, 2},
        LargerCase{"as large as allowed", {2.0}, {.largest = 2, .needed = 3}, {}},
        LargerCase{"later ones get what the others have", {1.0, 0.5}, {.largest = 2, .needed = 0.4}, 1},
        LargerCase{"not while it may not", {1.0, 0.5}, {.largest = 2, .needed = 3, .may_grow = false}, {}},
        LargerCase{"the file's limit may be above it", {1.0}, {.largest = 0.5, .needed = 3}, {}},
        LargerCase{"without a limit there is none to raise", {std::nullopt}, {.largest = 2, .needed = 3}, {}},
        LargerCase{"nothing to judge by", {0.5}, {.largest = 2}, {}},
        LargerCase{"nobody runs", {}, {.largest = 2}, {}}),
    [](const auto& row) {
      auto name = std::string(row.param.name);
      std::replace_if(
          name.begin(), name.end(), [](char c) { return !std::isalnum(c); }, '_');
      return name;
    });

/// Grown from half a core to two.
class SmallerTest : public testing::Test {
 protected:
  std::optional<double> After(Duration passed, double needed, bool may_shrink = true, double largest = 2) {
    const Sizing::Question asked{.largest = largest, .needed = needed, .may_shrink = may_shrink, .window = kWindow};
    const auto resize = sizing_.Judge(Of({2.0, 2.0}), asked, kNow + passed);
    return resize ? std::optional(resize->to) : std::nullopt;
  }
  Sizing sizing_{Resize{0.5, 2, 0.5, "one"}};
};

TEST_F(SmallerTest, OnceLessHasBeenEnoughForAWindow) {
  EXPECT_EQ(After(0s, 0.7), std::nullopt);
  EXPECT_EQ(After(30s, 0.9), std::nullopt);
  EXPECT_EQ(After(60s, 0.3), 0.9) << "the most that was needed in the window";
}
TEST_F(SmallerTest, NotBelowWhatComposeGaveThem) {
  After(0s, 0.1);
  EXPECT_EQ(After(61s, 0.1), 0.5);
}
TEST_F(SmallerTest, NotForALittle) {
  After(0s, 1.7);
  EXPECT_EQ(After(61s, 1.7), std::nullopt);
}
TEST_F(SmallerTest, NotWhileItMayNot) {
  After(0s, 0.1);
  EXPECT_EQ(After(61s, 0.1, false), std::nullopt);
}
TEST_F(SmallerTest, AtOnceAsFarAsTheLoadLetsThemWhereTheUserAllowsLess) {
  EXPECT_EQ(After(0s, 1.9, true, 1), 1.9);
  EXPECT_EQ(After(0s, 0.7, true, 1), 1);
  EXPECT_EQ(After(0s, 0.7, false, 1), std::nullopt);
}
TEST_F(SmallerTest, AnotherConfigurationHasItsOwnOrdinaryLimit) {
  const auto replicas = Of({2.0}, "two");
  EXPECT_FALSE(sizing_.Judge(replicas, {.largest = 1, .needed = 3}, kNow)) << "two cores are what its file says";
}
TEST_F(SmallerTest, ARefusalIsNotRepeatedForAWhile) {
  sizing_.Refused(kNow);
  const Sizing::Question asked{.largest = 4, .needed = 4};
  EXPECT_FALSE(sizing_.Judge(Of({2.0}), asked, kNow + 1min));
  EXPECT_TRUE(sizing_.Judge(Of({2.0}), asked, kNow + Sizing::kAfterRefusal));
}

// ---- a service ------------------------------------------------------------------------------------------------------

Spec FewerLarge(double max_cpus) {
  auto spec = World::Enabled(1, 6);
  spec.cost = {Prefer::kFewerLarge, max_cpus};
  spec.target.behavior.down.window = kWindow;
  return spec;
}

TEST(FewerLarge, TheLimitIsRaisedFirstAndThenThereAreMore) {
  World world(FewerLarge(1), 1);
  world.Run(20s, 0.5);
  ASSERT_EQ(world.Running(), 1);
  world.Run(6s, 1.1);
  EXPECT_EQ(world.Running(), 1) << "twice as large carries it";
  EXPECT_EQ(world.replicas[0].limits.cpus, 1.0);
  const auto& first = world.FirstAction();
  EXPECT_TRUE(decide::InForce(first.verdict, Reason::kLargerFirst));
  EXPECT_NE(decide::Sentence(first).find("web stays at 1, 0.5 → 1 CPUs for each: "), std::string::npos)
      << decide::Sentence(first);
  world.Run(30s, 3.0);
  EXPECT_EQ(world.Running(), 3) << "each a core now, at 60 %";
  for (const auto& replica : world.replicas) EXPECT_EQ(replica.limits.cpus, 1.0);
}

TEST(FewerLarge, GoesBackWithPatience) {
  World world(FewerLarge(2), 1);
  world.Run(20s, 1.9);
  ASSERT_GT(*world.replicas[0].limits.cpus, 1.4);
  world.Run(50s, 0.2);
  EXPECT_GT(*world.replicas[0].limits.cpus, 1.4);
  world.Run(1min, 0.2);
  EXPECT_EQ(*world.replicas[0].limits.cpus, 0.5);
  EXPECT_EQ(world.Running(), 1);
}

TEST(FewerLarge, WhatAnEngineRefusesIsDoneByMoreReplicas) {
  World world(FewerLarge(64), 1);
  world.Run(20s, 0.5);
  world.fail_next = true;
  world.Run(10s, 3.0);
  EXPECT_GE(world.Running(), 2);
  EXPECT_EQ(world.replicas[0].limits.cpus, 0.5);
}

TEST(FewerLarge, ARestartKnowsWhatWasOrdinary) {
  World world(FewerLarge(2), 1);
  world.Run(20s, 1.9);
  ASSERT_GT(*world.replicas[0].limits.cpus, 1.4);
  FleetMemory memory;
  for (const auto& record : world.Journal()) memory.Add(record);
  World after(FewerLarge(2), 0, memory);
  after.now = world.now;
  after.replicas = world.replicas;
  after.Show();
  after.Run(2min, 0.2);
  EXPECT_EQ(*after.replicas[0].limits.cpus, 0.5);
}

TEST(FewerLarge, IsTakenBackWithTheSetting) {
  World world(FewerLarge(2), 1);
  world.Run(20s, 1.9);
  auto spec = world.spec;
  spec.cost = {};
  world.Configure(spec);
  world.Run(30s, 1.9);
  EXPECT_GT(*world.replicas[0].limits.cpus, 1.4) << "the load needs it";
  world.Run(30s, 0.2);
  EXPECT_EQ(*world.replicas[0].limits.cpus, 0.5);
}

TEST(FewerLarge, AServiceThatOneReplicaIsAllOfGrowsAllTheSame) {
  World world(FewerLarge(2), 1);
  world.obstacles = {{Reason::kFixedHostPort, "80"}};
  world.Show();
  world.Run(20s, 1.1);
  EXPECT_EQ(world.Running(), 1);
  EXPECT_GT(*world.replicas[0].limits.cpus, 0.9);
}

struct HandsOffCase {
  const char* name;
  std::function<void(World&)> when;
};
class HandsOffTest : public testing::TestWithParam<HandsOffCase> {};
TEST_P(HandsOffTest, TheLimitStays) {
  World world(FewerLarge(2), 1);
  GetParam().when(world);
  world.Run(20s, 1.5);
  EXPECT_EQ(world.replicas[0].limits.cpus, 0.5);
}
void With(World& world, const std::function<void(Spec&)>& change) {
  auto spec = world.spec;
  change(spec);
  world.Configure(spec);
}
INSTANTIATE_TEST_SUITE_P(
    FewerLarge, HandsOffTest,
    testing::Values(HandsOffCase{"paused", [](World& w) { ASSERT_TRUE(w.Say({.what = PauseScaling{}})); }},
                    HandsOffCase{"paused_upward",
                                 [](World& w) { ASSERT_TRUE(w.Say({.what = PauseScaling{OverrideKind::kPausedUp}})); }},
                    HandsOffCase{"not_enabled", [](World& w) { With(w, [](Spec& s) { s.enabled = false; }); }},
                    HandsOffCase{"dry_run", [](World& w) { With(w, [](Spec& s) { s.dry_run = true; }); }},
                    HandsOffCase{"manual", [](World& w) { With(w, [](Spec& s) { s.manual = true; }); }},
                    HandsOffCase{"a_store",
                                 [](World& w) {
                                   w.obstacles = {{Reason::kStatefulService, "redis"}}, w.Show();
                                 }},
                    HandsOffCase{
                        "no_upward_changes",
                        [](World& w) { With(w, [](Spec& s) { s.target.behavior.up.select = Select::kDisabled; }); }}),
    [](const auto& row) { return row.param.name; });

TEST(FewerLarge, LeavesRoomForTheOtherServices) {
  auto spec = FewerLarge(4);
  spec.fleet.max_cpus = 0.8;
  World world(spec, 1);
  world.Run(20s, 3.0);
  EXPECT_DOUBLE_EQ(*world.replicas[0].limits.cpus, 0.8);
  EXPECT_EQ(world.Running(), 1);
}

TEST(FewerLarge, NoMoreThanTheHostHas) {
  World world(FewerLarge(64), 1);
  world.host = HostReading{.cores = 2, .memory_bytes = 1LL << 34, .memory_available_bytes = 1LL << 33};
  world.Run(30s, 9.0);
  EXPECT_EQ(world.replicas[0].limits.cpus, 2.0);
}

}  // namespace
}  // namespace docktor::pilot
