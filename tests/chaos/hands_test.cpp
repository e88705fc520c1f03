/// People, scripts and other tools at work on the project while Docktor scales it, and its own death now and then.
#include <gtest/gtest.h>

#include "support/at_rest.h"
#include "support/crew.h"
#include "support/footprint.h"
#include "support/look_watch.h"
#include "support/on_record.h"

namespace docktor {
namespace {

using std::chrono::steady_clock;

/// What the store and the memory of what was decided may take meanwhile: both are young, and fill up.
constexpr long kMostKib = 8 * 1024;

class HandsTest : public testing::Test {
 protected:
  HandsTest() : events_(Up(), project_.name()) {}

  void WorkUntil(steady_clock::time_point end) {
    crew_.Work();
    while (steady_clock::now() < end && !HasFailure()) {
      if (mortal_ && steady_clock::now() >= death_) Die();
      std::this_thread::sleep_for(50ms);
    }
    crew_.Rest();
  }
  test::Footprint AtRest() {
    const test::BoundWatch::Others others(hands_.bounds());
    test::BringToRest(project_);
    const auto held = test::HeldAtRest(project_.daemon());
    project_.docktor.Run("resume web");
    return held;
  }

  bool mortal_ = true;  // the daemon
  test::Chance chance_;
  test::WatchedProject project_{test::Hands::Stack(0)};

 private:
  docker::Engine& Up() {
    std::cout << chance_.Seed() << std::endl;
    project_.compose.Compose("up -d");
    return project_.engine();
  }
  void Die() {
    project_.Kill();
    project_.Start();
    death_ = steady_clock::now() + 1s * chance_.Some(1, 20);
  }
  steady_clock::time_point death_ = steady_clock::now() + 10s;

 protected:
  test::EventLog events_;
  test::Hands hands_{project_};
  test::Crew crew_{hands_, chance_};
};

TEST_F(HandsTest, WhateverTheyDoItEndsInOrder) {
  SCOPED_TRACE(chance_.Seed());
  project_.Start();
  const test::LookWatch looks(project_);
  const auto begin = steady_clock::now();
  const std::chrono::seconds length(test::Number("CHAOS_SECONDS", 180));
  WorkUntil(begin + length / 3);
  mortal_ = false;                      // what lives on must not grow
  WorkUntil(begin + length / 3 + 75s);  // its store is open by then
  const auto early = AtRest();
  WorkUntil(begin + length + 30s);
  const auto late = AtRest();
  std::cout << "early: " << early << "; late: " << late << std::endl;
  test::ExpectFlat(early, late, kMostKib);
  hands_.ExpectOrderInTheEnd();
  looks.ExpectInTime(2);
  const auto intents = project_.Intents();
  test::ExpectCopiesOnRecord(intents, events_);
  std::cout << intents.size() << " actions, " << events_.made().size() << " copies, " << hands_.bounds().most_seen()
            << " replicas at the most\n";
}

}  // namespace
}  // namespace docktor
