#include "docker/project/inspections.h"

#include <algorithm>
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

/// As far as the list shows it.
json::object FromList(const json::object& entry) {
  const auto& names = Array(entry, {"Names"});
  return {{"Id", Text(entry, {"Id"})},
          {"Name", names.empty() ? json::value("") : names.front()},
          {"Created", ToRfc3339(Instant{FromSeconds(static_cast<double>(Number(entry, {"Created"})))})},
          {"Config", json::object{{"Labels", Object(entry, {"Labels"})}, {"Image", Text(entry, {"Image"})}}}};
}

/// In the state that the list has.
json::object AsListed(json::object inspect, const json::object& entry) {
  const auto state = Text(entry, {"State"});
  if (Text(inspect, {"State", "Status"}) != state)
    inspect["State"] = json::object{{"Status", state}, {"Running", state == "running"}};
  return inspect;
}

}  // namespace

void Inspections::Begin(const Stale& stale, Instant at) {
  before_ = std::exchange(known_, {});
  stale_ = stale;
  at_ = at;
  hung_ = 0;
}

void Inspections::EngineWasLost() {
  for (auto& [id, known] : known_) {
    known.ask_again = {};
    known.wait = kFirstWait;
  }
}

Result<Inspected> Inspections::Of(const ContainerId& id, const json::object& entry) {
  auto& known = known_[id];
  if (auto node = before_.extract(id); !node.empty()) known = std::move(node.mapped());
  auto now = Settled(entry);
  const bool as_before = !known.inspect.empty() && known.trouble.empty() && known.entry == now && !IsStale(id);
  if (as_before) return Inspected{known.inspect};
  known.entry = std::move(now);
  if (const auto asked = Ask(id, known); !asked) {
    known_.erase(id);
    return tl::unexpected(asked.error());
  }
  if (known.trouble.empty()) return Inspected{known.inspect};
  return Inspected{AsListed(known.inspect.empty() ? FromList(entry) : known.inspect, entry), known.trouble};
}

/// An engine that hangs over several containers is not asked about the rest until the next reading.
Status Inspections::Ask(const ContainerId& id, Known& known) {
  constexpr int kMostHung = 2;
  constexpr Duration kLongestWait = 5min;
  if (at_ < known.ask_again) return {};
  if (hung_ == kMostHung) {
    known.trouble = "the engine hangs over other containers";
    return {};
  }
  auto inspect = engine_.Inspect(id);
  if (!inspect && inspect.error().code == Errc::kNotFound) return tl::unexpected(inspect.error());
  if (inspect) {
    known.inspect = *std::move(inspect);
    known.trouble.clear();
    known.wait = kFirstWait;
    return {};
  }
  known.trouble = inspect.error().message;
  if (inspect.error().code != Errc::kTimeout) return {};
  ++hung_;
  known.ask_again = at_ + known.wait;
  known.wait = std::min(2 * known.wait, kLongestWait);
  return {};
}

}  // namespace docktor::docker
