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
  void Quietly(const std::string& command) { static_cast<void>(std::system((command + " >/dev/null 2>&1").c_str())); }
  std::string Replica() {
    const auto all = project_.Of("web");
    return all.empty() ? "none" : all[static_cast<std::size_t>(Some(0, static_cast<int>(all.size()) - 1))].id;
  }
  void Deploy() {
    project_.compose.Write("compose.yaml", Stack(++version_));
    project_.compose.Compose("up -d");
  }
  /// One thing that somebody does.
  void Act() {
    switch (Some(0, 9)) {
      case 0: project_.compose.Compose(fmt::format("up -d --scale web={}", Some(1, 6))); break;
      case 1: Deploy(); break;
      case 2: project_.docktor.Run(fmt::format("scale web {} --for {}s", Some(kMin, kMax), Some(1, 10))); break;
      case 3: Quietly("docker kill " + Replica()); break;
      case 4: Quietly("docker rm -f " + Replica()); break;
      case 5: Quietly("docker restart -t 0 " + Replica()); break;
      case 6: project_.compose.Compose("down -t 1"), project_.compose.Compose("up -d"); break;
      case 7: project_.docktor.Run(fmt::format("pause web --for {}s", Some(1, 5))); break;
      case 8: project_.Kill(), project_.Start(); break;
      default: std::this_thread::sleep_for(Duration(Some(0, 3000))); break;
    }
  }
  bool InBounds() {
    const int running = project_.Running("web");
    return running >= kMin && running <= kMax;
  }
  bool InOrder() { return InBounds() && project_.Leftovers().empty() && !project_.Status("web").acting; }

  const unsigned seed_ = static_cast<unsigned>(Number("CHAOS_SEED", static_cast<int>(std::random_device{}() >> 1)));
  std::mt19937 random_;
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
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(Number("CHAOS_SECONDS", 180));
  while (std::chrono::steady_clock::now() < end && !HasFailure()) Act();

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
  std::cout << intents.size() << " actions, " << events_.made().size() << " copies; "
            << test::FootprintOf(project_.Status().daemon.pid) << "\n";
}

}  // namespace
}  // namespace docktor
