#pragma once

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "support/watched_project.h"

namespace docktor::test {

/// Lists the replicas of a service ten times a second. That Docktor starts one beyond the maximum is a test failure,
/// unless others, who know of no maximum, have started some since it decided on that.
class BoundWatch {
 public:
  BoundWatch(WatchedProject& project, std::string service, int most)
      : project_(project), service_(std::move(service)), most_(most), thread_([this] {
          while (!stopping_) {
            Look();
            std::this_thread::sleep_for(100ms);
          }
        }) {}
  ~BoundWatch() {
    stopping_ = true;
    thread_.join();
  }
  BoundWatch(const BoundWatch&) = delete;
  BoundWatch& operator=(const BoundWatch&) = delete;

  /// Others are at it until it goes out of scope.
  class Others {
   public:
    explicit Others(BoundWatch& watch) : watch_(watch) { ++watch_.others_at_it_; }
    ~Others() {
      watch_.OthersUntil(Now());
      --watch_.others_at_it_;
    }
    Others(const Others&) = delete;
    Others& operator=(const Others&) = delete;

   private:
    BoundWatch& watch_;
  };
  /// Likewise until then: what they have begun takes its time.
  void OthersUntil(Instant end) {
    const std::lock_guard lock(mutex_);
    others_until_ = std::max(others_until_, end);
  }

  /// How many have run at once, whoever started them.
  int most_seen() const { return most_seen_; }
  /// Copies that were seen, and the decision that made each.
  std::map<ContainerId, std::string> made() const {
    const std::lock_guard lock(mutex_);
    return made_;
  }
  static Instant Now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

 private:
  /// Not while the engine is away.
  void Look() {
    const auto list = project_.engine().List({project_.name()});
    if (!list) return;
    int running = 0;
    bool has_started = false;  // Docktor, one more
    for (const auto& entry : *list) {
      const auto& container = entry.as_object();
      if (docker::Text(container, {"Labels", docker::kServiceLabel}) != service_) continue;
      const auto copy_of = NoteCopy(container);
      if (docker::Text(container, {"State"}) != "running") continue;
      ++running;
      if (started_.insert(docker::Text(container, {"Id"})).second && !copy_of.empty()) has_started = true;
    }
    most_seen_ = std::max(most_seen_.load(), running);
    if (running > most_ && has_started && !MayBeOthers())
      ADD_FAILURE() << running << " replicas of " << service_ << " run, and the maximum is " << most_;
  }
  std::string NoteCopy(const json::object& container) {
    auto copy_of = docker::Text(container, {"Labels", docker::kCopyLabel});
    const std::lock_guard lock(mutex_);
    if (!copy_of.empty()) made_[{docker::Text(container, {"Id"})}] = copy_of;
    return copy_of;
  }
  /// Whether Docktor has not decided to add any since they were last at it: then it did not know of what they started.
  bool MayBeOthers() const {
    if (others_at_it_ > 0) return true;
    const auto until = others_until();
    const auto intents = project_.Intents();
    return std::none_of(intents.begin(), intents.end(), [&](const Decision& intent) {
      return intent.service.service == service_ && intent.action->to > intent.action->from && intent.at > until;
    });
  }
  Instant others_until() const {
    const std::lock_guard lock(mutex_);
    return others_until_;
  }

  WatchedProject& project_;
  const std::string service_;
  const int most_;
  std::atomic<int> others_at_it_{0}, most_seen_{0};
  std::atomic<bool> stopping_{false};
  std::set<std::string> started_;  // of the thread
  mutable std::mutex mutex_;
  Instant others_until_{};
  std::map<ContainerId, std::string> made_;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::test
