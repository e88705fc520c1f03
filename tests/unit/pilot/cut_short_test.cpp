/// What must be on record of an action so that a later start can tell what is left of it, and what such a start finds.
#include <gmock/gmock.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const DecisionId kEarlier{6}, kOpen{7};
const Instant kBegun{1'700'000'000s};

Replica Made(const std::string& id, Instant at, DecisionId by = {}) {
  Replica replica{.id = {id}, .name = id, .phase = Phase::kReady, .created_at = at, .started_at = at};
  replica.copy = by != DecisionId{};
  if (replica.copy) replica.copy_of = by.Text();
  return replica;
}

/// Of an action that was to add two replicas, and was cut short: what a start puts on record that finds these.
std::vector<ContainerId> AddedOf(const std::vector<Replica>& found) {
  const auto key = World::Enabled().key;
  PilotMemory memory;
  memory.open = Decision{.id = kOpen,
                         .service = key,
                         .at = kBegun,
                         .action = Action{.decision = kOpen, .service = key, .from = 2, .to = 4, .add = 2}};
  ServicePilot pilot(World::Enabled(), memory);
  const auto now = kBegun + 1min;
  const auto step = pilot.On(ServiceFacts{.key = key, .at = now, .replicas = found}, {}, now);
  for (const auto& effect : step.effects)
    if (const auto* append = std::get_if<Append>(&effect))
      if (const auto* ended = std::get_if<ActionEnded>(&append->body)) return ended->report.added;
  ADD_FAILURE() << "it has no end on record";
  return {};
}

/// The date was set while the earlier daemon ran, or between the two; or it is another one at the engine.
TEST(CutShort, WhatItAddedIsToldByWhomItWasMadeForNotByAnyDate) {
  for (const Duration ahead : {-1h, 1h}) {
    const auto at = kBegun + ahead;
    EXPECT_THAT(AddedOf({Made("earlier", at, kEarlier), Made("by Compose", at), Made("its own", at, kOpen)}),
                ElementsAre(ContainerId{"its own"}));
  }
}

TEST(CutShort, WhatItMadeAndDoesNotRunIsNotAdded) {
  auto never_started = Made("its own", kBegun + 1s, kOpen);
  never_started.phase = Phase::kExited;
  EXPECT_THAT(AddedOf({never_started}), IsEmpty());
}

TEST(CutShort, ARemovalSaysWhichRunOfEachIsToEnd) {
  World world(World::Enabled(), 3);
  for (auto& replica : world.replicas) replica.run = "the run of " + replica.id.value;
  world.Show();
  ASSERT_TRUE(world.Say({.what = ScaleTo{1}}));
  const auto& action = *world.FirstAction().action;
  ASSERT_THAT(action.remove, SizeIs(2));
  EXPECT_THAT(action.runs, SizeIs(2));
  for (const auto& id : action.remove) EXPECT_EQ(action.runs.at(id.value), "the run of " + id.value);
}

}  // namespace
}  // namespace docktor::pilot
