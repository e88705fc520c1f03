#include "pilot/date_set_back.h"

#include <gtest/gtest.h>

#include "decide/pace.h"
#include "pilot/memory.h"

namespace docktor::pilot {
namespace {

const ServiceKey kWeb{"shop", "web"};
constexpr Instant kNoon{1'764'072'000'000ms};

class DateSetBackTest : public testing::Test {
 protected:
  void Write(Instant at, RecordBody body) { records_.push_back({records_.size() + 1, at, std::move(body)}); }
  void WriteGrowth(Instant at, int by) {
    ActionReport report{.decision = {1}, .service = kWeb, .at = at};
    report.added.assign(static_cast<std::size_t>(by), ContainerId{"a"});
    Write(at, ActionEnded{report});
  }
  void WriteOrder(Instant at, Duration length) {
    Write(at, OverrideSet{kWeb, {.kind = OverrideKind::kExactly, .count = 3, .since = at, .until = at + length}});
  }
  PilotMemory MemoryAt(Instant now) {
    UndoDateSetBack(records_, now);
    FleetMemory memory;
    for (const auto& record : records_) memory.Add(record);
    return memory.services[kWeb];
  }

  std::vector<Record> records_;
};

/// When the last limit ends that rates put on a service of three.
Instant LimitedUntil(const PilotMemory& memory, Instant now) {
  Behavior behavior;
  behavior.up = {.policies = {{.kind = RateKind::kReplicas, .amount = 1, .period = 60s}}};
  auto last = now;
  for (const auto& c : decide::Pace(memory.scaled).Constraints(3, behavior, now))
    last = std::max(last, c.until.value_or(now));
  return last;
}

TEST_F(DateSetBackTest, AGrowthOfTheFutureLimitsTheNextOneForItsPeriodAndNoLonger) {
  WriteGrowth(kNoon, 2);
  const auto now = kNoon - 1h;
  EXPECT_EQ(LimitedUntil(MemoryAt(now), now), now + 60s);
}

TEST_F(DateSetBackTest, WhatWasToLastTenMinutesStillDoes) {
  WriteOrder(kNoon, 10min);
  Write(kNoon, ChangeSeen{.service = kWeb, .at = kNoon, .from = 2, .to = 3, .until = kNoon + 5min});
  Write(kNoon, ProposalEnded{.service = kWeb, .how = ProposalEnd::kRejected, .silent_until = kNoon + 30min});
  Write(kNoon, ProposalMade{{.decision = {.service = kWeb, .at = kNoon}, .expires = kNoon + 10min}});
  const auto now = kNoon - 24h;
  const auto memory = MemoryAt(now);
  EXPECT_EQ(memory.override->since, now);
  EXPECT_EQ(memory.override->until, now + 10min);
  EXPECT_EQ(memory.change->until, now + 5min);
  EXPECT_EQ(memory.refused->until, now + 30min);
  EXPECT_EQ(memory.proposal->expires, now + 10min);
}

TEST_F(DateSetBackTest, ARestartAfterThatDoesNotMakeItLonger) {
  WriteOrder(kNoon, 10min);
  Write(kNoon - 1h, DaemonStarted{"1", "shop"});
  EXPECT_EQ(MemoryAt(kNoon - 55min).override->until, kNoon - 50min);
}

TEST_F(DateSetBackTest, WhatIsOfThePastStaysAsItIs) {
  WriteOrder(kNoon, 10min);
  WriteGrowth(kNoon + 1min, 1);
  const auto memory = MemoryAt(kNoon + 5min);
  EXPECT_EQ(memory.override->until, kNoon + 10min);
  ASSERT_EQ(memory.scaled.size(), 1u);
  EXPECT_EQ(memory.scaled[0].at, kNoon + 1min);
}

TEST_F(DateSetBackTest, AClockThatGoesOnASecondTooEarlyMovesTheLastSecondAlone) {
  WriteOrder(kNoon, 10min);
  WriteGrowth(kNoon + 1min, 1);
  const auto memory = MemoryAt(kNoon + 59s);
  EXPECT_EQ(memory.override->until, kNoon + 10min);
  ASSERT_EQ(memory.scaled.size(), 1u);
  EXPECT_EQ(memory.scaled[0].at, kNoon + 59s);
}

TEST_F(DateSetBackTest, ADateThatIsNoneStaysNone) {
  Write(kNoon, Intent{{.id = {1}, .service = kWeb, .at = kNoon, .action = Action{.deadline = {}}}});
  const auto memory = MemoryAt(kNoon - 1h);
  EXPECT_EQ(memory.open->at, kNoon - 1h);
  EXPECT_EQ(memory.open->action->deadline, Instant{});
}

TEST(MoveOn, WhatWasToLastTenMinutesStillDoesAfterEachTimeTheDateWasSetForth) {
  const auto order = [](Instant at) {
    return Record{1, at, OverrideSet{kWeb, {.kind = OverrideKind::kExactly, .since = at, .until = at + 10min}}};
  };
  const auto first = kNoon + 2min, second = first + 1h + 2min;
  std::vector<Record> records{order(kNoon), order(first + 1h), order(second + 24h)};
  MoveOn(records, {{first, 1h}, {second, 24h}});
  const auto moved = [&](std::size_t i) { return *std::get<OverrideSet>(records[i].body).override.until - 10min; };
  EXPECT_EQ(moved(0), kNoon + 25h);
  EXPECT_EQ(moved(1), first + 25h);
  EXPECT_EQ(moved(2), second + 24h);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(records[i].at, moved(i));
}

}  // namespace
}  // namespace docktor::pilot
