#include "pilot/load/replica_need.h"

#include <gtest/gtest.h>

namespace docktor::pilot {
namespace {

constexpr std::int64_t kMiB = 1 << 20;

/// Replicas without a limit of memory, unless one is given; those that are old began a minute ago.
class ReplicaNeedTest : public testing::Test {
 protected:
  Replica& Begin(const std::string& id, Duration ago, Limits limits = {}) {
    Replica replica{.id = {id}, .number = static_cast<int>(replicas.size()) + 1, .phase = Phase::kReady};
    replica.created_at = replica.started_at = now - ago;
    replica.limits = limits;
    replicas.push_back(replica);
    need.Note(replicas);
    return replicas.back();
  }
  void Read(const std::string& id, std::int64_t bytes) {
    now += 1s;
    readings.Add({{.replica = {id}, .at = now, .over = 1s, .memory_bytes = bytes}}, now);
    need.NoteUse(readings, replicas, now);
  }
  void EndAll() {
    replicas.clear();
    readings.Keep(replicas);
    need.Note(replicas);
    need.NoteUse(readings, replicas, now);
  }

  Instant now{1'700'000'000s};
  std::vector<Replica> replicas;
  ReadingLog readings;
  ReplicaNeed need;
};

TEST_F(ReplicaNeedTest, IsNotKnownBeforeAnythingWasSeen) {
  Begin("a", 1min);
  EXPECT_EQ(need.bytes(), 0);
  EXPECT_EQ(need.cpus(), 0);
}

TEST_F(ReplicaNeedTest, ALimitOutlivesTheLastReplica) {
  Begin("a", 1min, {.cpus = 0.5, .memory_bytes = 64 * kMiB});
  Read("a", 10 * kMiB);
  EndAll();
  EXPECT_EQ(need.bytes(), 64 * kMiB);
  EXPECT_EQ(need.cpus(), 0.5);
}

TEST_F(ReplicaNeedTest, TheLimitIsThatOfTheOneToBeCopied) {
  Begin("made", 1min, {.memory_bytes = 100 * kMiB});
  Begin("copy", 10s, {.memory_bytes = 50 * kMiB}).copy = true;
  need.Note(replicas);
  EXPECT_EQ(need.bytes(), 100 * kMiB) << "a younger copy may be of the configuration before";
}

TEST_F(ReplicaNeedTest, WithoutALimitTheLargestCountsThoughItIsReadNoMore) {
  Begin("a", 1min);
  Begin("b", 1min);
  Read("a", 30 * kMiB);
  Read("b", 20 * kMiB);
  EXPECT_EQ(need.bytes(), 30 * kMiB);
  now += 1h;
  need.NoteUse(readings, replicas, now);
  EXPECT_EQ(need.bytes(), 30 * kMiB);
  EndAll();
  EXPECT_EQ(need.bytes(), 30 * kMiB);
}

TEST_F(ReplicaNeedTest, OnlyOneThatHasRunForAWhileMakesItLess) {
  Begin("a", 1min);
  Read("a", 30 * kMiB);
  EndAll();
  Begin("b", 1s);
  Read("b", 5 * kMiB);
  EXPECT_EQ(need.bytes(), 30 * kMiB) << "it has yet to take its memory";
  Read("b", 40 * kMiB);
  EXPECT_EQ(need.bytes(), 40 * kMiB);
  now += ReplicaNeed::kFilling;
  Read("b", 15 * kMiB);
  EXPECT_EQ(need.bytes(), 15 * kMiB);
}

TEST_F(ReplicaNeedTest, ComesBackFromWhatWasKept) {
  Begin("a", 1min, {.cpus = 2});
  Read("a", 30 * kMiB);
  const ReplicaNeed after(need.ToKeep());
  EXPECT_EQ(after.bytes(), 30 * kMiB);
  EXPECT_EQ(after.cpus(), 2);
  EXPECT_FALSE(ReplicaNeed().ToKeep().memory_bytes);
}

TEST_F(ReplicaNeedTest, WhatWasKeptGivesWayToALimit) {
  need = ReplicaNeed({.memory_bytes = 30 * kMiB});
  Begin("a", 1s, {.memory_bytes = 10 * kMiB});
  EXPECT_EQ(need.bytes(), 10 * kMiB);
  EXPECT_EQ(need.BytesOf({}), 30 * kMiB) << "of one without a limit beside it";
}

}  // namespace
}  // namespace docktor::pilot
