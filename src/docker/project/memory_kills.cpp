#include "docker/project/memory_kills.h"

namespace docktor::docker {
namespace {

constexpr Duration kTogether = 5s;  // an `oom` and a `die` this close are one happening
constexpr const char* kKilled = "137";

bool Is(const EngineEvent& event, const char* name, const char* value) {
  const auto found = event.attributes.find(name);
  return found != event.attributes.end() && found->second == value;
}

}  // namespace

void MemoryKills::On(const EngineEvent& event) {
  if (event.action == "die") {
    if (Is(event, "exitCode", kKilled)) Died(event);
  } else if (event.action == "oom") {
    short_of_memory_[event.container] = event.at;
    if (unexplained_.erase(event.container) > 0) kills_.insert(event.container);
  } else if (event.action == "kill") {
    killed_by_hand_.insert(event.container);
  } else if (event.action == "start" || event.action == "destroy") {
    Forget(event.container);
  }
}

void MemoryKills::Died(const EngineEvent& event) {
  const auto shortage = short_of_memory_.find(event.container);
  if (shortage != short_of_memory_.end() && event.at - shortage->second < kTogether)
    kills_.insert(event.container);
  else if (!killed_by_hand_.contains(event.container))
    unexplained_.insert(event.container);
}

void MemoryKills::Forget(const ContainerId& container) {
  short_of_memory_.erase(container);
  for (auto* containers : {&killed_by_hand_, &unexplained_, &kills_}) containers->erase(container);
}

void MemoryKills::MarkIn(Topology& topology) const {
  if (kills_.empty()) return;
  for (auto& service : topology.services)
    for (auto& replica : service.replicas)
      if (!Runs(replica.phase) && kills_.contains(replica.id)) replica.out_of_memory = true;
}

}  // namespace docktor::docker
