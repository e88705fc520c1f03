#include "docker/project/inspections.h"

#include <utility>

#include "docker/json_reader.h"

namespace docktor::docker {
namespace {

/// Without what differs from list to list of itself. "Up 5 minutes (healthy)" says how it is in the parentheses, and
/// else only how much time has gone by; ports and mounts come in any order, and are what they were when it was started.
json::object Settled(json::object entry) {
  const auto status = Text(entry, {"Status"});
  const auto open = status.find('(');
  entry["Status"] = open == std::string::npos ? "" : status.substr(open, status.find(')') - open);
  entry.erase("Ports");
  entry.erase("Mounts");
  return entry;
}

}  // namespace

void Inspections::Begin(const Stale& stale) {
  before_ = std::exchange(known_, {});
  if (stale.all) before_.clear();
  for (const auto& id : stale.some) before_.erase(id);
}

Result<json::object> Inspections::Of(const ContainerId& id, const json::object& entry) {
  auto now = Settled(entry);
  if (auto node = before_.extract(id); !node.empty() && node.mapped().entry == now)
    return known_.insert(std::move(node)).position->second.inspect;
  auto inspect = engine_.Inspect(id);
  if (inspect) known_[id] = {std::move(now), *inspect};
  return inspect;
}

}  // namespace docktor::docker
