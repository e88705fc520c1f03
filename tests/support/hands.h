#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/chance.h"
#include "support/demo_services.h"
#include "support/on_record.h"

namespace docktor::test {

/// People and scripts at work on the service `web` of a project that Docktor scales, one thing after another, by
/// chance.
class Hands {
 public:
  static constexpr int kMin = 2, kMax = 5;

  /// Of web, which Docktor scales, and of another service; `more` are further lines of web.
  static std::string Stack(int version, const std::string& more = "") {
    return Services(Web("web", fmt::format(R"(
    labels: {{ version: "{}" }}
    cpus: 0.5
    x-docktor: {{ min: {}, max: {}, interval: 1s, scale_down: {{ window: 4s }} }}
    {})",
                                           version, kMin, kMax, more)) +
                    Web("other", more));
  }

  Hands(WatchedProject& project, Chance& chance, std::string more = "")
      : project_(project), chance_(chance), more_(std::move(more)) {}

  /// One thing that somebody does.
  void Act() {
    switch (chance_.Some(0, 9)) {
      case 0: Compose(fmt::format("up -d --scale web={}", chance_.Some(1, 6))); break;
      case 1: Deploy(); break;
      case 2: Order(); break;
      case 3: Touch("kill"); break;
      case 4: Touch("rm -f"); break;
      case 5: Touch("restart -t 0"); break;
      case 6: Compose("down -t 1"), Compose("up -d"); break;
      case 7: project_.docktor.Run(fmt::format("pause web --for {}s", chance_.Some(1, 5))); break;
      case 8: Load(); break;
      default: std::this_thread::sleep_for(Duration(chance_.Some(0, 3000))); break;
    }
  }
  /// Another version of the service.
  void Deploy() {
    project_.compose.Write("compose.yaml", Stack(++version_, more_));
    Compose("up -d");
  }

  bool InBounds() const {
    const int running = project_.Running("web");
    return running >= kMin && running <= kMax;
  }
  bool InOrder() const { return InBounds() && project_.Leftovers().empty() && !project_.Status("web").acting; }
  /// Nobody does anything any more, but for one last deploy.
  void ExpectOrderInTheEnd() {
    ExpectNothingHalfDone();
    Deploy();
    project_.docktor.Run("resume web");
    EXPECT_TRUE(Within(90s, [&] { return InOrder(); }))
        << testing::PrintToString(project_.Containers()) << project_.docktor.Run("why web").out;
    EXPECT_TRUE(Stays(15s, [&] { return InBounds(); })) << testing::PrintToString(project_.Containers());
    EXPECT_TRUE(Within(15s, [&] { return InOrder(); })) << testing::PrintToString(project_.Containers());
    std::set<std::string> hashes;
    for (const auto& replica : project_.Of("web")) hashes.insert(replica.config_hash);
    EXPECT_EQ(hashes.size(), 1u) << "all are of the last deploy";
    EXPECT_EQ(project_.Running("other"), 1);
    ExpectBoundsOnRecord();
    ExpectEndsOnRecord(project_);
    EXPECT_TRUE(project_.ChainHolds());
  }

 private:
  static bool Quietly(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }
  /// Where Docktor has just taken the name that Compose wanted for a replica, they try again.
  void Compose(const std::string& arguments) {
    for (int tries = 0; tries < 2; ++tries)
      if (Quietly(project_.compose.Command(arguments))) return;
    project_.compose.Compose(arguments);
  }
  void Order() {
    project_.docktor.Run(fmt::format("scale web {} --for {}s", chance_.Some(kMin, kMax), chance_.Some(1, 10)));
  }
  /// Some replica: what becomes of it is their doing, too.
  void Touch(const std::string& verb) {
    const auto id = Replica();
    touched_.insert(id);
    Quietly("docker " + verb + " " + id);
  }
  std::string Replica() {
    const auto all = project_.Of("web");
    return all.empty() ? "none" : all[static_cast<std::size_t>(chance_.Some(0, static_cast<int>(all.size()) - 1))].id;
  }
  /// Requests to a replica for a while, in a container of nobody's.
  void Load() {
    Quietly(fmt::format(
        "docker run -d --rm --init=false --network container:{} {} load 'http://127.0.0.1:8080/cpu?ms=20' {} {}",
        Replica(), TestImage(), chance_.Some(5, 40), chance_.Some(5, 40)));
  }
  /// Before a deploy, in which Compose makes everything anew.
  void ExpectNothingHalfDone() {
    EXPECT_TRUE(Within(kLongestWait, [&] { return IsAtRest(); }))
        << testing::PrintToString(project_.Containers()) << "half done: " << testing::PrintToString(HalfDone())
        << project_.docktor.Run("why web").out;
  }
  bool IsAtRest() {
    const auto web = WebAsTold();
    const bool stopped = web && web->mode == operations::Mode::kStopped && project_.Running("web") == 0;  // by them
    return web && !web->acting && (InBounds() || stopped) && HalfDone().empty();
  }
  /// By the daemon; empty while it has lost the engine.
  std::optional<operations::ServiceStatus> WebAsTold() {
    const auto ran = project_.docktor.Run("status --json");
    if (ran.exit_code != 0) return std::nullopt;
    const auto status = FromJson<operations::StatusOutput>(ParseJson(ran.out).value()).value();
    for (const auto& service : status.services)
      if (service.service.service == "web") return service;
    return std::nullopt;
  }
  /// Copies that were not started, and what an action was to remove that is stopped and still there.
  std::vector<Container> HalfDone() {
    std::set<std::string> leaving;
    for (const auto& intent : project_.Intents())
      for (const auto& id : intent.action->remove) leaving.insert(id.value);
    auto all = project_.Leftovers();
    std::erase_if(all, [&](const Container& c) {
      const bool not_started = c.state == "created" && !c.copy_of.empty();
      return !not_started && (!leaving.contains(c.id) || touched_.contains(c.id));
    });
    return all;
  }
  void ExpectBoundsOnRecord() const {
    for (const auto& intent : project_.Intents()) {
      EXPECT_EQ(intent.service.service, "web");
      EXPECT_LE(intent.action->to, std::max(kMax, intent.action->from)) << intent.id.Text();
      EXPECT_GE(intent.action->to, std::min(kMin, intent.action->from)) << intent.id.Text();
    }
  }

  static constexpr Duration kLongestWait = 6min;  // what has failed is tried again within five

  WatchedProject& project_;
  Chance& chance_;
  const std::string more_;
  int version_ = 0;
  std::set<std::string> touched_;  ///< replicas that they have killed, removed or restarted
};

}  // namespace docktor::test
