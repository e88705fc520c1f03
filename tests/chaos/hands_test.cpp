/// People, scripts and other tools at work on the project while Docktor scales it, and its own death now and then.
#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/demo_services.h"
#include "support/footprint.h"
#include "support/on_record.h"

namespace docktor {
namespace {

using test::Within;

constexpr int kMin = 2, kMax = 5;

/// From the environment, else `otherwise`.
int Number(const char* name, int otherwise) {
  const auto* value = std::getenv(name);
  return value == nullptr ? otherwise : std::atoi(value);
}

std::string Stack(int version) {
  return test::Services(test::Web("web", fmt::format(R"(
    labels: {{ version: "{}" }}
    cpus: 0.5
    x-docktor: {{ min: {}, max: {}, interval: 1s, scale_down: {{ window: 4s }} }})",
                                                     version, kMin, kMax)) +
                        test::Web("other"));
}

class Hands : public testing::Test {
 protected:
  Hands() : random_(seed_), events_(Up(), project_.name()) {}

  int Some(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  bool Quietly(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }
  /// Where Docktor has just taken the name that Compose wanted for a replica, they try again.
  void Compose(const std::string& arguments) {
    if (!Quietly(project_.compose.Command(arguments))) project_.compose.Compose(arguments);
  }
  std::string Replica() {
    const auto all = project_.Of("web");
    return all.empty() ? "none" : all[static_cast<std::size_t>(Some(0, static_cast<int>(all.size()) - 1))].id;
  }
  /// Requests to a replica for a while, in a container of nobody's.
  void Load() {
    Quietly(fmt::format(
        "docker run -d --rm --init=false --network container:{} {} load 'http://127.0.0.1:8080/cpu?ms=20' {} {}",
        Replica(), test::TestImage(), Some(5, 40), Some(5, 40)));
  }
  void Deploy() {
    project_.compose.Write("compose.yaml", Stack(++version_));
    Compose("up -d");
  }
  /// One thing that somebody does.
  void Act() {
    switch (Some(0, mortal_ ? 10 : 9)) {
      case 0: Compose(fmt::format("up -d --scale web={}", Some(1, 6))); break;
      case 1: Deploy(); break;
      case 2: project_.docktor.Run(fmt::format("scale web {} --for {}s", Some(kMin, kMax), Some(1, 10))); break;
      case 3: Quietly("docker kill " + Replica()); break;
      case 4: Quietly("docker rm -f " + Replica()); break;
      case 5: Quietly("docker restart -t 0 " + Replica()); break;
      case 6: Compose("down -t 1"), Compose("up -d"); break;
      case 7: project_.docktor.Run(fmt::format("pause web --for {}s", Some(1, 5))); break;
      case 8: Load(); break;
      case 9: std::this_thread::sleep_for(Duration(Some(0, 3000))); break;
      default: project_.Kill(), project_.Start(); break;
    }
  }
  void ActUntil(std::chrono::steady_clock::time_point end) {
    while (std::chrono::steady_clock::now() < end && !HasFailure()) Act();
  }
  test::Footprint Footprint() { return test::FootprintOf(project_.Status().daemon.pid); }
  bool InBounds() {
    const int running = project_.Running("web");
    return running >= kMin && running <= kMax;
  }
  bool InOrder() { return InBounds() && project_.Leftovers().empty() && !project_.Status("web").acting; }

  const unsigned seed_ = static_cast<unsigned>(Number("CHAOS_SEED", static_cast<int>(std::random_device{}() >> 1)));
  std::mt19937 random_;
  bool mortal_ = true;  // the daemon
  test::WatchedProject project_{Stack(0)};

 private:
  docker::Engine& Up() {
    project_.compose.Compose("up -d");
    return project_.engine();
  }
  int version_ = 0;

 protected:
  test::EventLog events_;
};

TEST_F(Hands, WhateverTheyDoItEndsInOrder) {
  SCOPED_TRACE(fmt::format("CHAOS_SEED={}", seed_));
  project_.Start();
  const auto begin = std::chrono::steady_clock::now();
  const std::chrono::seconds length(Number("CHAOS_SECONDS", 180));
  ActUntil(begin + length / 3);
  mortal_ = false;                     // what lives on must not grow
  ActUntil(begin + length / 3 + 90s);  // its store is open by then
  const auto early = Footprint();
  ActUntil(begin + length);
  const auto late = Footprint();
  std::cout << "early: " << early << "; late: " << late << std::endl;
  EXPECT_LE(late.own_kib, early.own_kib + 8 * 1024);
  EXPECT_LE(late.descriptors, early.descriptors + 8);
  EXPECT_LE(late.threads, early.threads + 4);

  Deploy();
  project_.docktor.Run("resume web");
  EXPECT_TRUE(Within(90s, [&] { return InOrder(); }))
      << testing::PrintToString(project_.Containers()) << project_.docktor.Run("why web").out;
  EXPECT_TRUE(test::Stays(15s, [&] { return InBounds(); })) << testing::PrintToString(project_.Containers());
  EXPECT_TRUE(Within(15s, [&] { return InOrder(); })) << testing::PrintToString(project_.Containers());
  std::set<std::string> hashes;
  for (const auto& replica : project_.Of("web")) hashes.insert(replica.config_hash);
  EXPECT_EQ(hashes.size(), 1u) << "all are of the last deploy";
  EXPECT_EQ(project_.Running("other"), 1);

  const auto intents = project_.Intents();
  for (const auto& intent : intents) {
    EXPECT_EQ(intent.service.service, "web");
    EXPECT_LE(intent.action->to, std::max(kMax, intent.action->from)) << intent.id.Text();
    EXPECT_GE(intent.action->to, std::min(kMin, intent.action->from)) << intent.id.Text();
  }
  test::ExpectCopiesOnRecord(intents, events_);
  EXPECT_TRUE(project_.ChainHolds());
  std::cout << intents.size() << " actions, " << events_.made().size() << " copies\n";
}

}  // namespace
}  // namespace docktor
