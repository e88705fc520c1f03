#include "simulate/cockpit.h"

#include <gtest/gtest.h>

#include "simulate/plant.h"

namespace docktor::simulate {
namespace {

const Instant kBegin{1'800'000'000s};

Spec Enabled() {
  Spec spec;
  spec.key = {"sim", "web"};
  spec.enabled = true;
  spec.min = 1;
  spec.max = 10;
  return spec;
}

TEST(Cockpit, TellsEachRecordThatTheJournalWouldHold) {
  std::vector<RecordBody> journal;
  Cockpit cockpit(Enabled(), {}, [&](const RecordBody& body) { journal.push_back(body); });
  Plant plant({.first_rate = 30}, kBegin);
  for (int tick = 0; tick < 240; ++tick)  // twenty minutes, busy for ten
    if (const auto count = cockpit.Fly(plant.Step(tick > 60 && tick < 180 ? 200 : 30))) plant.Order(*count);
  EXPECT_EQ(static_cast<std::int64_t>(journal.size()), cockpit.records());
  int intents = 0, ended = 0, holds = 0;
  for (const auto& body : journal) {
    intents += std::holds_alternative<Intent>(body) ? 1 : 0;
    ended += std::holds_alternative<ActionEnded>(body) ? 1 : 0;
    holds += std::holds_alternative<HoldRun>(body) ? 1 : 0;
    EXPECT_LE(ended, intents) << "nothing ends that was not begun";
  }
  EXPECT_GE(intents, 2);
  EXPECT_LE(intents - ended, 1) << "at most the last is still at work";
  EXPECT_GE(holds, 1);
}

TEST(Cockpit, TellsWhatAReplicaMayUseAndUsesOfIt) {
  Cockpit cockpit(Enabled());
  Plant plant({.model = {.cpus = 0.25, .cpu_noise = 0, .cpu_bias = 0}, .first_rate = 60}, kBegin);
  for (int tick = 0; tick < 12; ++tick) cockpit.Fly(plant.Step(60));
  const auto view = cockpit.View(kBegin + 1min);
  ASSERT_EQ(view.replicas.size(), 2u);
  EXPECT_EQ(view.replicas[0].limits.cpus, 0.25);
  ASSERT_FALSE(view.inputs.signals.empty());
  EXPECT_EQ(view.inputs.signals[0].name, "cpu.utilization");
  EXPECT_NEAR(view.inputs.signals[0].mean.value_or(0), 0.02 + 0.98 * 0.6, 0.01) << "of a quarter of a core";
}

TEST(Cockpit, ShowsReplicasThatAreReadyAfterAWhile) {
  Cockpit cockpit(Enabled());
  Plant plant({.first_rate = 30}, kBegin);
  plant.Order(3);
  for (int tick = 0; tick < 6; ++tick) cockpit.Fly(plant.Step(100));
  const auto view = cockpit.View(kBegin + 30s);
  ASSERT_EQ(view.replicas.size(), 3u);
  for (const auto& replica : view.replicas) EXPECT_EQ(replica.phase, Phase::kReady);
}

}  // namespace
}  // namespace docktor::simulate
