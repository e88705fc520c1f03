#include <gmock/gmock.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

using testing::HasSubstr;

Command Choose(std::optional<ChosenMode> mode, Actor by = Actor::kPerson) {
  return {.by = by, .what = ChooseMode{mode}};
}

FleetMemory MemoryOf(const World& world) {
  FleetMemory memory;
  for (const auto& record : world.Journal()) memory.Add(record);
  return memory;
}

TEST(ChosenModeTest, ManualIsProposedAndAutoIsDone) {
  World world(World::Enabled(), 2);
  ASSERT_TRUE(world.Say(Choose(ChosenMode::kManual)));
  world.Run(30s, 2.0);
  EXPECT_EQ(world.Running(), 2);
  ASSERT_TRUE(world.View().proposal);
  EXPECT_EQ(world.View().chosen, ChosenMode::kManual);
  ASSERT_TRUE(world.Say(Choose(ChosenMode::kAuto)));
  world.Run(10s, 2.0);
  EXPECT_EQ(world.Running(), 4);
  EXPECT_FALSE(world.View().proposal) << "nobody is asked any more";
}

TEST(ChosenModeTest, WhatNobodyEnabledIsScaledAndLeftAgain) {
  auto spec = World::Enabled();
  spec.enabled = false;
  World world(spec, 2);
  world.Run(30s, 2.0);
  ASSERT_EQ(world.Running(), 2);
  ASSERT_TRUE(world.Say(Choose(ChosenMode::kAuto)));
  world.Run(30s, 2.0);
  EXPECT_EQ(world.Running(), 4);
  EXPECT_EQ(MemoryOf(world).services.at(spec.key).first_count, 2) << "as where the settings enable it";
  ASSERT_TRUE(world.Say(Choose(std::nullopt)));
  world.Run(30s, 4.0);
  EXPECT_EQ(world.Running(), 4);
  EXPECT_FALSE(world.View().spec.enabled);
}

TEST(ChosenModeTest, ItOutlivesARestart) {
  World before(World::Enabled(), 2);
  ASSERT_TRUE(before.Say(Choose(ChosenMode::kManual)));
  World after(World::Enabled(), 2, MemoryOf(before));
  after.Run(30s, 2.0);
  EXPECT_EQ(after.Running(), 2);
  ASSERT_TRUE(after.Say(Choose(std::nullopt)));
  World last(World::Enabled(), 2, MemoryOf(after));
  last.Run(30s, 2.0);
  EXPECT_GT(last.Running(), 2);
}

TEST(ChosenModeTest, OnlyAPersonMayAndWrongSettingsAreNotEnabled) {
  auto spec = World::Enabled();
  spec.enabled = false;
  spec.trouble = "min is above max";
  World world(spec, 2);
  for (const auto by : {Actor::kAgent, Actor::kModel}) {
    const auto refused = world.Say(Choose(ChosenMode::kAuto, by));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Errc::kDenied);
  }
  const auto refused = world.Say(Choose(ChosenMode::kAuto));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("min is above max"));
  EXPECT_TRUE(MemoryOf(world).services.empty() || !MemoryOf(world).services.at(spec.key).mode);
}

TEST(ChosenModeTest, ItCountsWhileTheSettingsSayWhatTheySaidThen) {
  World world(World::Enabled(), 2);
  ASSERT_TRUE(world.Say(Choose(ChosenMode::kManual)));
  auto spec = world.spec;
  spec.max = 7;
  world.Configure(spec);
  EXPECT_TRUE(world.View().spec.manual) << "of that they say what they said";
  spec.enabled = false;
  world.Configure(spec);
  world.Run(30s, 2.0);
  EXPECT_FALSE(world.View().spec.enabled);
  EXPECT_FALSE(world.View().chosen);
  EXPECT_EQ(world.Running(), 2);
  world.Configure(World::Enabled());
  EXPECT_TRUE(world.View().spec.manual) << "as where the file could not be found for a while";
}

TEST(ChosenModeTest, WhatSomebodyWroteIsNotToBeScaledIsNot) {
  auto spec = World::Enabled();
  spec.enabled = false;
  World world(spec, 2);
  ASSERT_TRUE(world.Say(Choose(ChosenMode::kAuto)));
  spec.declined = true;
  world.Configure(spec);
  world.Run(30s, 2.0);
  EXPECT_EQ(world.Running(), 2);
  const auto refused = world.Say(Choose(ChosenMode::kAuto));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("enable: false"));
}

TEST(ChosenModeTest, SettingsThatAreWrongForAWhileEndNothing) {
  World world(World::Enabled(), 2);
  ASSERT_TRUE(world.Say(Choose(ChosenMode::kManual)));
  auto broken = world.spec;
  broken.enabled = false;
  broken.trouble = "interval: '5 apples'";
  world.Configure(broken);
  EXPECT_FALSE(world.View().spec.enabled);
  world.Configure(World::Enabled());
  EXPECT_TRUE(world.View().spec.manual);
}

TEST(ChosenModeTest, ALoadBalancerIsNotPutInFrontOfItself) {
  auto spec = World::Enabled();
  spec.enabled = false;
  spec.balancer.service = spec.key.service;
  World world(spec, 1);
  const auto refused = world.Say(Choose(ChosenMode::kAuto));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("not in front of itself"));
  EXPECT_FALSE(world.View().spec.enabled);
}

TEST(ChosenModeTest, ADryRunForgetsIt) {
  auto spec = World::Enabled();
  spec.dry_run = true;
  World world(spec, 2);
  ASSERT_TRUE(world.Say(Choose(ChosenMode::kManual)));
  EXPECT_TRUE(world.View().spec.manual);
  ASSERT_EQ(world.modes.size(), 1u);
  for (const auto& record : world.Journal()) EXPECT_FALSE(std::holds_alternative<ModeChosen>(record.body));
}

}  // namespace
}  // namespace docktor::pilot
