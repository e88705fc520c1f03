#include "pilot/others/engine_return.h"

#include <gmock/gmock.h>

#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr Instant kNoon{std::chrono::hours(12)};
const ServiceKey kWeb{"shop", "web"}, kJob{"shop", "job"};

/// Made at noon; its run began so long after that.
Replica Running(const std::string& id, Duration began) {
  return {.id = {id}, .phase = Phase::kReady, .created_at = kNoon, .started_at = kNoon + began};
}
Replica Ended(const std::string& id, int exit_code = 143) {
  return {.id = {id}, .phase = Phase::kExited, .created_at = kNoon, .started_at = kNoon + 1s, .exit_code = exit_code};
}
Replica Copy(Replica replica) {
  replica.copy = true;
  return replica;
}
ServiceFacts Of(const ServiceKey& key, std::vector<Replica> replicas) {
  return {.key = key, .replicas = std::move(replicas)};
}
bool Restarted(std::vector<Replica> before, std::vector<Replica> now) {
  EngineReturn seen;
  seen.Note(Of(kWeb, std::move(before)), Of(kWeb, std::move(now)));
  return seen.Restarted();
}

const auto kA = Running("a", 1s), kB = Running("b", 1s);

TEST(EngineReturn, OneThatHasGoneOnShowsThatItWasNotRestarted) {
  EXPECT_FALSE(Restarted({kA, kB}, {kA}));
  EXPECT_FALSE(Restarted({kA, kB}, {kA, Ended("b")}));
  EXPECT_FALSE(Restarted({kA, kB}, {kA, Running("b", 9s)})) << "b crashed, and its policy started it anew";
}

TEST(EngineReturn, WhereAllThatAreLeftRunAnewItWasRestarted) {
  EXPECT_TRUE(Restarted({kA, kB}, {Running("a", 9s), Running("b", 9s)}));
  EXPECT_TRUE(Restarted({kA, kB}, {Running("a", 9s), Ended("b")}));
  EXPECT_TRUE(Restarted({kA, kB}, {Running("a", 9s), Running("c", 1s)})) << "somebody made one more";
}

TEST(EngineReturn, WhereNothingRunsAnyMoreItWasRestarted) {
  EXPECT_TRUE(Restarted({kA, kB}, {Ended("a"), Ended("b")}));
  EXPECT_TRUE(Restarted({kA, kB}, {}));
  EXPECT_TRUE(Restarted({kA, kB}, {Ended("a"), Copy(Running("c", 1s))})) << "a copy that Docktor has just made";
}

TEST(EngineReturn, WhoeverMadeAllThatRunTookTheOthersAway) {
  EXPECT_FALSE(Restarted({kA, kB}, {Running("c", 1s)}));
  auto waiting = Ended("c", 0);
  waiting.started_at = {};
  EXPECT_FALSE(Restarted({kA, waiting}, {Running("c", 5s)})) << "it was made before, and waited";
}

TEST(EngineReturn, ASetClockBeginsNoRuns) {
  auto shifted = kA;
  shifted.created_at += 1h;
  shifted.started_at += 1h;
  EXPECT_FALSE(Restarted({kA, kB}, {shifted}));
}

TEST(EngineReturn, WhatIsNotDescribedSaysNothing) {
  EngineReturn seen;
  auto undescribed = Of(kWeb, {kA});
  undescribed.obstacles = {{Reason::kEngineLost, "HTTP 500"}};
  seen.Note(Of(kWeb, {kA}), undescribed);
  seen.Note(Of(kJob, {kB}), Of(kJob, {Running("b", 9s)}));
  EXPECT_TRUE(seen.Restarted());
}

/// Two services, and a fleet that loses sight of them.
class TwoServices : public testing::Test {
 protected:
  using Changes = std::map<std::string, ChangeKind>;

  TwoServices() { See({Running("a", 1s), Running("b", 1s), Running("c", 1s)}, {Running("j", 1s)}); }

  static Spec SpecOf(const ServiceFacts& facts) {
    auto spec = World::Enabled();
    spec.key = facts.key;
    return spec;
  }
  /// What is on record of it.
  Changes See(std::vector<Replica> web, std::vector<Replica> job) {
    now_ += 1min;
    Topology topology{now_, {Of(kWeb, std::move(web)), Of(kJob, std::move(job))}};
    for (auto& facts : topology.services) facts.at = now_;
    Changes changes;
    for (const auto& effect : fleet_.OnTopology(topology, now_)) {
      const auto* append = std::get_if<Append>(&effect);
      const auto* seen = append != nullptr ? std::get_if<ChangeSeen>(&append->body) : nullptr;
      if (seen != nullptr) changes.emplace(seen->service.service, seen->kind);
    }
    return changes;
  }

  Instant now_ = kNoon;
  Fleet fleet_{[](const ServiceFacts& facts, std::optional<int>) { return SpecOf(facts); }, {}};
};

TEST_F(TwoServices, OfWhichARestartedEngineStartsOneAnew) {
  fleet_.OnEngineLost();
  EXPECT_THAT(See({Running("a", 9s), Running("b", 9s), Ended("c")}, {Ended("j")}),
              ElementsAre(Pair("job", ChangeKind::kStopped), Pair("web", ChangeKind::kEngineRestart)));
}

TEST_F(TwoServices, OfWhichOneGoesOnAndTellsOfTheOther) {
  fleet_.OnEngineLost();
  EXPECT_THAT(See({Running("a", 9s), Running("b", 9s), Ended("c")}, {Running("j", 1s)}),
              ElementsAre(Pair("web", ChangeKind::kByHand)))
      << "a and b crashed, and c was stopped";
}

}  // namespace
}  // namespace docktor::pilot
