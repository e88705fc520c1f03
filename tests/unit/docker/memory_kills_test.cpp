#include "docker/project/memory_kills.h"

#include <sstream>

#include <gtest/gtest.h>

namespace docktor::docker {
namespace {

struct Case {
  std::string name;
  std::string events;  // "ACTION", "die=CODE" or "kill=SIGNAL", each a second after the one before
  bool out_of_memory;
  bool awaiting = false;
};

class MemoryKillsTest : public testing::TestWithParam<Case> {
 protected:
  void Happen(const std::string& what) {
    const auto equals = what.find('=');
    EngineEvent event{.action = what.substr(0, equals), .container = id_, .at = at_ += 1s};
    if (equals != std::string::npos)
      event.attributes[event.action == "kill" ? "signal" : "exitCode"] = what.substr(equals + 1);
    kills_.On(event);
  }
  bool Marked() const {
    Topology topology{.services = {{.replicas = {{.id = id_, .phase = Phase::kExited}, {.phase = Phase::kExited}}}}};
    kills_.MarkIn(topology);
    EXPECT_FALSE(topology.services[0].replicas[1].out_of_memory) << "another one's";
    return topology.services[0].replicas[0].out_of_memory;
  }
  const ContainerId id_{"c1"};
  Instant at_{};
  MemoryKills kills_;
};

TEST_P(MemoryKillsTest, SaysWhoRanOutOfMemory) {
  std::istringstream events(GetParam().events);
  for (std::string event; events >> event;) Happen(event);
  EXPECT_EQ(Marked(), GetParam().out_of_memory);
  EXPECT_EQ(kills_.Awaiting(), GetParam().awaiting);
}

INSTANTIATE_TEST_SUITE_P(
    Orders, MemoryKillsTest,
    testing::Values(Case{"ToldBefore", "oom die=137", true}, Case{"ToldAfter", "die=137 oom", true},
                    Case{"NotToldYet", "die=137", false, true}, Case{"KilledByHand", "kill=9 die=137", false},
                    Case{"KilledAfterItsGrace", "kill=15 kill=9 die=137", false},
                    Case{"KilledByHandAfterAnotherProcessWas", "oom kill=9 die=137", false},
                    Case{"ToldToReloadAndLaterOutOfMemory", "kill=1 die=137 oom", true},
                    Case{"OfAnotherProcessLongAgo", "oom pause unpause pause unpause pause die=137", false, true},
                    Case{"EndedByItself", "oom die=1", false}, Case{"StartedAgain", "oom die=137 start", false},
                    Case{"StartedBeforeTheWordCame", "die=137 start oom", false},
                    Case{"KilledByHandInAnEarlierRun", "kill=9 die=137 start die=137 oom", true},
                    Case{"Removed", "die=137 destroy", false}),
    [](const auto& row) { return row.param.name; });

TEST_F(MemoryKillsTest, WordIsNotAwaitedForEver) {
  Happen("die=137");
  kills_.StopAwaiting();
  EXPECT_FALSE(kills_.Awaiting());
  EXPECT_FALSE(Marked());
  Happen("oom");
  EXPECT_TRUE(Marked()) << "late, and true all the same";
}

TEST_F(MemoryKillsTest, WordThatComesMuchLaterIsOfSomethingElse) {
  for (const auto* event : {"die=137", "rename", "rename", "rename", "rename", "oom"}) Happen(event);
  EXPECT_FALSE(Marked());
}

TEST_F(MemoryKillsTest, NothingIsKnownOnceEventsWereMissed) {
  Happen("oom");
  Happen("die=137");
  kills_.Missed();
  EXPECT_FALSE(Marked()) << "it may have been started and ended since";
}

TEST_F(MemoryKillsTest, ARunningOneIsNotMarked) {
  Happen("oom");
  Happen("die=137");
  Topology topology{.services = {{.replicas = {{.id = id_, .phase = Phase::kReady}}}}};
  kills_.MarkIn(topology);
  EXPECT_FALSE(topology.services[0].replicas[0].out_of_memory);
}

}  // namespace
}  // namespace docktor::docker
