#include "docker/project/memory_kills.h"

namespace docktor::docker {
namespace {

constexpr Duration kTogether = 5s;  // an `oom` and a `die` this close are one happening

/// A signal that can be what a container ended of with 137: KILL, or TERM before it.
bool Ends(const std::string& signal) { return signal == "9" || signal == "15"; }

}  // namespace

void MemoryKills::On(const EngineEvent& event) {
  if (event.action == "die") {
    if (Attribute(event, "exitCode") == "137") Died(event);
  } else if (event.action == "oom") {
    RanShort(event);
  } else if (event.action == "kill") {
    if (Ends(Attribute(event, "signal"))) killed_by_hand_.insert(event.container);
  } else if (event.action == "start" || event.action == "destroy") {
    Forget(event.container);
  }
  awaiting_ = awaiting_ && !unexplained_.empty();
}

void MemoryKills::Died(const EngineEvent& event) {
  if (killed_by_hand_.contains(event.container)) return;
  const auto shortage = short_of_memory_.find(event.container);
  if (shortage != short_of_memory_.end() && event.at - shortage->second < kTogether) {
    kills_.insert(event.container);
    return;
  }
  unexplained_[event.container] = event.at;
  awaiting_ = true;
}

void MemoryKills::RanShort(const EngineEvent& event) {
  short_of_memory_[event.container] = event.at;
  const auto death = unexplained_.find(event.container);
  if (death == unexplained_.end()) return;
  if (event.at - death->second < kTogether) kills_.insert(event.container);
  unexplained_.erase(death);
}

void MemoryKills::Forget(const ContainerId& container) {
  short_of_memory_.erase(container);
  unexplained_.erase(container);
  killed_by_hand_.erase(container);
  kills_.erase(container);
}

void MemoryKills::Missed() { *this = {}; }

void MemoryKills::MarkIn(Topology& topology) const {
  if (kills_.empty()) return;
  for (auto& service : topology.services)
    for (auto& replica : service.replicas)
      if (!Runs(replica.phase) && kills_.contains(replica.id)) replica.out_of_memory = true;
}

}  // namespace docktor::docker
