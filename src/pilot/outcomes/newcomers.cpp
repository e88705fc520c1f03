#include "pilot/outcomes/newcomers.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

constexpr double kTraffic = 1000;  // bytes a second
constexpr double kShare = 0.02;

}  // namespace

std::optional<int> Newcomers::Idle(const std::vector<Replica>& replicas, const ReadingLog& readings,
                                   Instant now) const {
  if (now - ready_.at < kPatience) return std::nullopt;
  std::vector<double> theirs, others;
  for (const auto& replica : replicas) {
    const double received = replica.phase == Phase::kReady ? readings.Received(replica.id, now).value_or(-1) : -1;
    const bool new_one = std::find(ids_.begin(), ids_.end(), replica.id) != ids_.end();
    if (received >= 0) (new_one ? theirs : others).push_back(received);
  }
  if (theirs.empty() || others.empty()) return std::nullopt;
  const double mean = std::accumulate(others.begin(), others.end(), 0.0) / static_cast<double>(others.size());
  if (mean < kTraffic) return std::nullopt;
  return static_cast<int>(std::count_if(theirs.begin(), theirs.end(), [&](double r) { return r < kShare * mean; }));
}

std::optional<Outcome> Newcomers::Death(const std::vector<Replica>& replicas, Instant now) const {
  for (const auto& replica : replicas) {
    if (replica.phase != Phase::kExited || replica.exit_code == 0) continue;
    if (std::find(ids_.begin(), ids_.end(), replica.id) == ids_.end()) continue;
    auto outcome = ready_;
    outcome.at = now;
    outcome.kind = OutcomeKind::kFailed;
    outcome.message = fmt::format("new replica {}, {} after it was ready", HowItEnded(replica), ToText(now - since()));
    return outcome;
  }
  return std::nullopt;
}

Outcome Newcomers::NoHelp(int idle, const std::string& why, Instant now) const {
  auto outcome = ready_;
  outcome.kind = OutcomeKind::kInsufficient;
  outcome.at = now;
  outcome.message = fmt::format("{} of {} new replicas got no requests in the {} after they were ready", idle,
                                ids_.size(), ToText(kPatience));
  if (!why.empty()) outcome.message += ": " + why;
  return outcome;
}

}  // namespace docktor::pilot
