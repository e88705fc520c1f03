#include "simulate/plant.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace docktor::simulate {
namespace {

const Instant kBegin{1'800'000'000s};

Plant::Setup SetupOf(double first_rate = 30) {
  Plant::Setup setup;
  setup.first_rate = first_rate;
  return setup;
}

double MeanCpu(const Sight& sight) {
  double sum = 0;
  int ready = 0;
  for (const auto& seen : sight.replicas)
    if (seen.ready) sum += seen.cpu, ++ready;
  return sum / ready;
}
int Ready(const Sight& sight) {
  return static_cast<int>(
      std::count_if(sight.replicas.begin(), sight.replicas.end(), [](const auto& r) { return r.ready; }));
}

TEST(Plant, BeginsWithWhatCarriesTheFirstLoadAtSixtyPercent) {
  Plant plant(SetupOf(100), kBegin);
  const auto sight = plant.Step(100);
  EXPECT_EQ(Ready(sight), 4);
  EXPECT_NEAR(MeanCpu(sight), 0.02 + 0.98 * 0.5, 0.06);
  EXPECT_EQ(sight.now, kBegin + 5s);
}

TEST(Plant, AnOrderedReplicaStartsWarmsUpAndServes) {
  Plant plant(SetupOf(30), kBegin);
  plant.Step(30);
  plant.Order(2);
  auto sight = plant.Step(30);
  EXPECT_EQ(Ready(sight), 1);
  ASSERT_EQ(sight.replicas.size(), 2u);
  EXPECT_DOUBLE_EQ(sight.replicas.back().cpu, 0.4) << "starting";
  for (int i = 0; i < 4; ++i) sight = plant.Step(30);
  EXPECT_EQ(Ready(sight), 2);
  EXPECT_NEAR(MeanCpu(sight), 0.02 + 0.98 * 0.3, 0.06);
}

TEST(Plant, WithHalfACoreEachHalfAsMuchIsServedAndTheReadingsTellNoMore) {
  Plant plant(SetupOf(100), kBegin);
  for (int i = 0; i < 4; ++i) plant.Step(400, 0.5);
  EXPECT_NEAR(plant.served().served / 5, 4 * 50 * 0.5, 1);
  EXPECT_NEAR(MeanCpu(plant.Step(400, 0.5)), 0.5, 0.05);
  EXPECT_EQ(plant.CoresWanted(1000), 4);
  EXPECT_NEAR(Plant(SetupOf(100), kBegin).CoresWanted(100), 2, 1e-9);
}

TEST(Plant, NeighboursTakeTheirShareForMinutes) {
  auto setup = SetupOf(100);
  setup.model.neighbours = 0.5;
  Plant plant(setup, kBegin);
  int disturbed = 0;
  for (int i = 0; i < 12 * 60 * 24; ++i) disturbed += MeanCpu(plant.Step(400)) < 0.8 ? 1 : 0;
  EXPECT_NEAR(disturbed / (12.0 * 60 * 24), 0.2, 0.08);
}

TEST(Plant, WhatIsTakenAwayIsPaidForTenSecondsMore) {
  const auto paid = [](bool drop) {
    Plant plant(SetupOf(100), kBegin);
    plant.Step(10);
    if (drop) plant.Order(1);
    for (int i = 0; i < 10; ++i) plant.Step(10);
    return plant.Result().replica_hours * 3600;
  };
  EXPECT_DOUBLE_EQ(paid(false), 4 * 55);
  EXPECT_DOUBLE_EQ(paid(true), 4 * 5 + 50 + 3 * 10);
}

TEST(Plant, OverloadMakesSlowRequestsAndRecoversOnceThereIsRoom) {
  Plant plant(SetupOf(30), kBegin);
  for (int i = 0; i < 4; ++i) plant.Step(200);
  EXPECT_GT(plant.Result().violated, 0.9);
  EXPECT_GE(MeanCpu(plant.Step(200)), 0.8);
  plant.Order(6);
  for (int i = 0; i < 200; ++i) plant.Step(150);
  EXPECT_LT(plant.Result().violated, 0.2);
  EXPECT_GT(plant.Result().recovery_p95, 10);
  EXPECT_LT(plant.Result().recovery_p95, 60);
}

TEST(Plant, BoundsHold) {
  auto setup = SetupOf(100);
  setup.min = 2;
  setup.max = 5;
  Plant plant(setup, kBegin);
  plant.Order(9);
  EXPECT_EQ(plant.running(), 5);
  plant.Order(0);
  EXPECT_EQ(plant.running(), 2);
}

TEST(Plant, ChanceIsTheSameWhateverIsOrdered) {
  Plant a(SetupOf(100), kBegin), b(SetupOf(100), kBegin);
  b.Order(6);
  for (int i = 0; i < 10; ++i) a.Step(100), b.Step(100);
  b.Order(4);
  const auto of_a = a.Step(100), of_b = b.Step(100);
  EXPECT_EQ(of_a.replicas.front().cpu, of_b.replicas.front().cpu);
  EXPECT_NE(of_a.replicas.front().cpu, a.Step(100).replicas.front().cpu) << "another tick, another noise";
}

TEST(Plant, AReleaseTakesCapacityAway) {
  auto setup = SetupOf(100);
  setup.model.release_factor = 0.5;
  setup.release_at = 10;
  setup.model.cpu_noise = setup.model.cpu_bias = 0;
  Plant plant(setup, kBegin);
  double before = 0;
  for (int i = 0; i < 10; ++i) before = MeanCpu(plant.Step(60));
  EXPECT_NEAR(MeanCpu(plant.Step(60)), 2 * before - 0.02, 0.01);
}

TEST(Plant, AProxyTellsRateAndLatency) {
  auto setup = SetupOf(100);
  EXPECT_FALSE(Plant(setup, kBegin).Step(100).rate);
  setup.proxy = true;
  Plant plant(setup, kBegin);
  const auto calm = plant.Step(100);
  EXPECT_NEAR(*calm.rate, 100, 10);
  EXPECT_LT(*calm.latency_p95, *plant.Step(195).latency_p95);
}

TEST(Plant, LostReadingsAreMissingNotZero) {
  auto setup = SetupOf(100);
  setup.model.lost_readings = 0.5;
  Plant plant(setup, kBegin);
  int lost = 0;
  for (int i = 0; i < 400; ++i) lost += plant.Step(100).replicas.front().read ? 0 : 1;
  EXPECT_GT(lost, 150);
  EXPECT_LT(lost, 250);
}

}  // namespace
}  // namespace docktor::simulate
