#pragma once

#include <chrono>
#include <future>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/bound_watch.h"
#include "support/chance.h"
#include "support/demo_services.h"
#include "support/on_record.h"

namespace docktor::test {

/// What people and scripts do, by chance, to the service `web` of a project that Docktor scales, and that no bound is
/// passed meanwhile. Several may be at work at once.
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

  explicit Hands(WatchedProject& project, std::string more = "") : project_(project), more_(std::move(more)) {}

  /// One thing that somebody does, after a while: Docktor has to come to something, too.
  void Act(Chance& chance) {
    std::this_thread::sleep_for(Duration(chance.Some(0, 4000)));
    switch (chance.Some(0, 9)) {
      case 0: Compose({ToScale(chance)}); break;
      case 1: Deploy(); break;
      case 2: Order(chance); break;
      case 3: OrderAmidUp(chance); break;
      case 4: Touch("kill", chance); break;
      case 5: Touch("rm -f", chance); break;
      case 6: Touch("restart -t 0", chance); break;
      case 7: Compose({"down -t 1", "up -d"}); break;
      case 8: project_.docktor.Run(fmt::format("pause web --for {}s", chance.Some(1, 5))); break;
      default: Load(chance); break;
    }
  }
  /// Another version of the service.
  void Deploy() {
    const std::lock_guard lock(composes_);
    project_.compose.Write("compose.yaml", Stack(++version_, more_));
    ComposeAlone({"up -d"});
  }

  BoundWatch& bounds() { return bounds_; }

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
  static std::string ToScale(Chance& chance) { return fmt::format("up -d --scale web={}", chance.Some(1, 6)); }
  /// Two Composes at once would fail each other.
  void Compose(const std::vector<std::string>& commands) {
    const std::lock_guard lock(composes_);
    ComposeAlone(commands);
  }
  void ComposeAlone(const std::vector<std::string>& commands) {
    const BoundWatch::Others others(bounds_);
    for (const auto& command : commands) project_.compose.Insist(command);
  }
  void Order(Chance& chance) {
    project_.docktor.Run(fmt::format("scale web {} --for {}s", chance.Some(kMin, kMax), chance.Some(1, 10)));
  }
  void OrderAmidUp(Chance& chance) {
    const auto up = std::async(std::launch::async, [this, command = ToScale(chance)] { Compose({command}); });
    std::this_thread::sleep_for(Duration(chance.Some(0, 2000)));
    Order(chance);
    up.wait();
  }
  /// Some replica: what becomes of it is their doing, too.
  void Touch(const std::string& verb, Chance& chance) {
    const BoundWatch::Others others(bounds_);
    const auto id = Replica(chance);
    {
      const std::lock_guard lock(mutex_);
      touched_.insert(id);
    }
    Quietly("docker " + verb + " " + id);
  }
  std::string Replica(Chance& chance) {
    const auto all = project_.Of("web");
    return all.empty() ? "none" : all[static_cast<std::size_t>(chance.Some(0, static_cast<int>(all.size()) - 1))].id;
  }
  /// Requests to a replica for a while, in a container of nobody's.
  void Load(Chance& chance) {
    const auto replica = Replica(chance);
    Quietly(fmt::format(
        "docker run -d --rm --init=false --network container:{} {} load 'http://127.0.0.1:8080/cpu?ms=20' {} {}",
        replica, TestImage(), chance.Some(5, 40), chance.Some(5, 40)));
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
    const auto told = project_.Told();
    if (!told || told->engine_lost) return std::nullopt;
    for (const auto& service : told->services)
      if (service.service.service == "web") return service;
    return std::nullopt;
  }
  /// Copies that were not started, and what an action was to remove that is stopped and still there.
  std::vector<Container> HalfDone() {
    std::set<std::string> leaving;
    for (const auto& intent : project_.Intents())
      for (const auto& id : intent.action->remove) leaving.insert(id.value);
    auto all = project_.Leftovers();
    const std::lock_guard lock(mutex_);
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
  const std::string more_;
  std::mutex composes_;
  int version_ = 0;
  std::mutex mutex_;
  std::set<std::string> touched_;  ///< replicas that they have killed, removed or restarted
  BoundWatch bounds_{project_, "web", kMax};
};

}  // namespace docktor::test
