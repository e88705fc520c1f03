#include "decide/victims.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <tuple>

#include "core/config_rank.h"

namespace docktor::decide {
namespace {

bool MayGo(const Candidate& candidate) {
  return candidate.replica.phase != Phase::kExited && candidate.replica.phase != Phase::kDraining;
}

/// The config hash in force.
std::string ConfigOf(const std::vector<Candidate>& candidates) {
  const auto first = std::max_element(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) {
    return ConfigRank(a.replica) < ConfigRank(b.replica);
  });
  return first == candidates.end() ? std::string() : first->replica.config_hash;
}

enum class Class { kFailing, kOldConfig, kStarting, kReady };

Class ClassOf(const Replica& replica, const std::string& config) {
  if (replica.phase == Phase::kUnhealthy || replica.phase == Phase::kPaused) return Class::kFailing;
  if (replica.config_hash != config) return Class::kOldConfig;
  return replica.phase == Phase::kStarting ? Class::kStarting : Class::kReady;
}

double Busy(const Candidate& candidate) {
  constexpr auto kUnknown = std::numeric_limits<double>::infinity();
  return candidate.cpu_cores && !std::isnan(*candidate.cpu_cores) ? *candidate.cpu_cores : kUnknown;
}

/// Smaller goes first.
auto Order(const Candidate& candidate, const std::string& config) {
  const auto kind = ClassOf(candidate.replica, config);
  const auto youth = kind == Class::kStarting ? -candidate.replica.created_at.time_since_epoch() : Duration{0};
  const auto busy = kind == Class::kReady || kind == Class::kOldConfig ? Busy(candidate) : 0.0;
  return std::make_tuple(kind, youth, busy, -candidate.replica.number);
}

}  // namespace

std::vector<ContainerId> Victims(const std::vector<Candidate>& candidates, int count) {
  std::vector<Candidate> order;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(order), MayGo);
  const auto config = ConfigOf(order);
  std::sort(order.begin(), order.end(),
            [&](const auto& a, const auto& b) { return Order(a, config) < Order(b, config); });
  std::vector<ContainerId> ids;
  for (const auto& candidate : order) {
    if (std::ssize(ids) >= count) break;
    ids.push_back(candidate.replica.id);
  }
  return ids;
}

}  // namespace docktor::decide
