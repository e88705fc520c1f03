/// What had died by itself before Docktor was started anew.
#include <gmock/gmock.h>

#include "decide/resolve.h"
#include "decide/words.h"
#include "unit/pilot/world.h"

namespace docktor::pilot {
namespace {

bool IsStopped(const World& world) { return decide::InForce(world.View().decision->verdict, Reason::kStoppedByOthers); }

/// Two replicas that are there, whatever has become of them.
class RecalledDeaths : public testing::Test {
 protected:
  RecalledDeaths() { before.Run(10s, 1.0); }

  /// Both die of an error, and no others can be made.
  void LetAllDie() {
    before.fail_all = true;
    for (auto& replica : before.replicas) before.End(replica, 1);
    before.Show();
    before.Run(30s, 0.0);
    ASSERT_EQ(before.Running(), 0);
    ASSERT_FALSE(IsStopped(before));
  }
  /// Docktor is started again a minute later.
  World Restarted() {
    FleetMemory memory;
    for (const auto& record : before.Journal()) memory.Add(record);
    before.now += 1min;
    return {before, memory};
  }
  void ExpectItStaysStopped() {
    auto after = Restarted();
    after.Run(5min, 0.0);
    EXPECT_EQ(after.Running(), 0);
    EXPECT_TRUE(IsStopped(after));
  }

  World before{World::Enabled(2, 10), 2};
};

TEST_F(RecalledDeaths, AreReplacedUpToTheMinimum) {
  LetAllDie();
  auto after = Restarted();
  after.Run(10s, 0.0);
  EXPECT_EQ(after.Running(), 2);
  EXPECT_THAT(decide::Sentence(after.FirstAction()), testing::HasSubstr("ended with exit code 1"));
}

TEST_F(RecalledDeaths, AreKnownAfterEachFurtherRestart) {
  LetAllDie();
  World second = Restarted();
  second.fail_all = true;
  second.Run(10s, 0.0);
  ASSERT_EQ(second.Running(), 0);
  FleetMemory memory;
  for (const auto& record : before.Journal()) memory.Add(record);
  for (const auto& record : second.Journal()) memory.Add(record);
  World third(second, memory);
  third.Run(10s, 0.0);
  EXPECT_EQ(third.Running(), 2);
}

TEST_F(RecalledDeaths, AreNoneWhereSomebodyStartedAndStoppedItMeanwhile) {
  LetAllDie();
  before.replicas[0].started_at = before.now + 10s;
  before.replicas[0].exit_code = 143;
  ExpectItStaysStopped();
}

TEST_F(RecalledDeaths, AreNoneOfWhatEndedWhileNobodyLooked) {
  for (auto& replica : before.replicas) {
    replica.phase = Phase::kExited;
    replica.exit_code = 1;
  }
  ExpectItStaysStopped();
}

TEST_F(RecalledDeaths, AreNoneOfWhatSomebodyHadStopped) {
  for (auto& replica : before.replicas) {
    before.Tell({.service = before.spec.key, .container = replica.id, .action = "kill", .signal = "15"});
    before.End(replica, 1);
  }
  before.Show();
  before.Run(30s, 0.0);
  ASSERT_TRUE(IsStopped(before));
  auto after = Restarted();
  after.Run(5min, 0.0);
  EXPECT_EQ(after.Running(), 0);
}

TEST_F(RecalledDeaths, LetAQueueStartItThatNeedsNone) {
  auto spec = before.spec;
  spec.min = 0;
  spec.signals = {{"queue.length", TargetKind::kPerReplica, 100}};
  spec.sources = {{.signal = "queue.length", .interval = 5s}};
  before.Configure(spec);
  LetAllDie();
  auto after = Restarted();
  after.Measure("queue.length", 120);
  after.Run(10s, 0.0);
  EXPECT_EQ(after.Running(), 2);
}

}  // namespace
}  // namespace docktor::pilot
