#pragma once

#include <algorithm>
#include <atomic>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "docker/json_reader.h"
#include "docker/project/labels.h"
#include "support/watched_project.h"

namespace docktor::test {

/// Lists the containers of a service twenty times a second, whether its engine is there or not: it may be restarted,
/// which ends a stream of events.
class ContainerPoll {
 public:
  ContainerPoll(WatchedProject& project, std::string service)
      : engine_(project.engine()), filter_{project.name()}, service_(std::move(service)), thread_([this] { Run(); }) {
    EXPECT_TRUE(Within(5s, [this] { return most() > 0; })) << "none runs to begin with";
  }
  ~ContainerPoll() {
    stopping_ = true;
    thread_.join();
  }
  ContainerPoll(const ContainerPoll&) = delete;
  ContainerPoll& operator=(const ContainerPoll&) = delete;

  /// How many ran at one time, at the most.
  int most() const {
    const std::lock_guard lock(mutex_);
    return most_;
  }
  /// Copies that were ever there, and the decision that made each.
  std::map<ContainerId, std::string> made() const {
    const std::lock_guard lock(mutex_);
    return made_;
  }
  /// Were there once, and are gone.
  std::set<ContainerId> removed() const {
    const std::lock_guard lock(mutex_);
    std::set<ContainerId> gone;
    std::set_difference(seen_.begin(), seen_.end(), there_.begin(), there_.end(), std::inserter(gone, gone.end()));
    return gone;
  }

 private:
  void Run() {
    while (!stopping_) {
      if (const auto list = engine_.List(filter_)) Take(*list);
      std::this_thread::sleep_for(50ms);
    }
  }
  void Take(const json::array& list) {
    const std::lock_guard lock(mutex_);
    there_.clear();
    int running = 0;
    for (const auto& entry : list) {
      const auto& container = entry.as_object();
      if (docker::Text(container, {"Labels", docker::kServiceLabel}) != service_) continue;
      const ContainerId id{docker::Text(container, {"Id"})};
      there_.insert(id);
      running += docker::Text(container, {"State"}) == "running";
      if (const auto copy = docker::Text(container, {"Labels", docker::kCopyLabel}); !copy.empty()) made_[id] = copy;
    }
    seen_.insert(there_.begin(), there_.end());
    most_ = std::max(most_, running);
  }

  docker::Engine& engine_;
  const docker::ProjectFilter filter_;
  const std::string service_;
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  int most_ = 0;
  std::map<ContainerId, std::string> made_;
  std::set<ContainerId> there_, seen_;
  std::thread thread_;
};

}  // namespace docktor::test
