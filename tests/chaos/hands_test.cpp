/// People, scripts and other tools at work on the project while Docktor scales it, and its own death now and then.
#include <gtest/gtest.h>

#include "support/footprint.h"
#include "support/hands.h"
#include "support/on_record.h"

namespace docktor {
namespace {

class HandsTest : public testing::Test {
 protected:
  HandsTest() : events_(Up(), project_.name()) {}

  void ActUntil(std::chrono::steady_clock::time_point end) {
    while (std::chrono::steady_clock::now() < end && !HasFailure()) {
      if (mortal_ && chance_.Some(0, 10) == 0)
        project_.Kill(), project_.Start();
      else
        hands_.Act();
    }
  }
  test::Footprint Footprint() { return test::FootprintOf(project_.Status().daemon.pid); }

  bool mortal_ = true;  // the daemon
  test::Chance chance_;
  test::WatchedProject project_{test::Hands::Stack(0)};
  test::Hands hands_{project_, chance_};

 private:
  docker::Engine& Up() {
    project_.compose.Compose("up -d");
    return project_.engine();
  }

 protected:
  test::EventLog events_;
};

TEST_F(HandsTest, WhateverTheyDoItEndsInOrder) {
  SCOPED_TRACE(chance_.Seed());
  project_.Start();
  const auto begin = std::chrono::steady_clock::now();
  const std::chrono::seconds length(test::Number("CHAOS_SECONDS", 180));
  ActUntil(begin + length / 3);
  mortal_ = false;                     // what lives on must not grow
  ActUntil(begin + length / 3 + 90s);  // its store is open by then
  const auto early = Footprint();
  ActUntil(begin + length);
  const auto late = Footprint();
  std::cout << "early: " << early << "; late: " << late << std::endl;
  test::ExpectNoGrowth(early, late);
  hands_.ExpectOrderInTheEnd();
  const auto intents = project_.Intents();
  test::ExpectCopiesOnRecord(intents, events_);
  std::cout << intents.size() << " actions, " << events_.made().size() << " copies\n";
}

}  // namespace
}  // namespace docktor
