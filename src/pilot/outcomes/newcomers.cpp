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
    if (received >= 0) (Has(replica.id) ? theirs : others).push_back(received);
  }
  if (theirs.empty() || others.empty()) return std::nullopt;
  const double mean = std::accumulate(others.begin(), others.end(), 0.0) / static_cast<double>(others.size());
  if (mean < kTraffic) return std::nullopt;
  return static_cast<int>(std::count_if(theirs.begin(), theirs.end(), [&](double r) { return r < kShare * mean; }));
}

bool Newcomers::Has(const ContainerId& id) const { return std::find(ids_.begin(), ids_.end(), id) != ids_.end(); }

Outcome Newcomers::Died(const Replica& replica, Instant now) const {
  auto outcome = ready_;
  outcome.kind = OutcomeKind::kFailed;
  outcome.at = now;
  outcome.message = fmt::format("new replica {}, {} after it was ready", HowItEnded(replica), ToText(now - since()));
  return outcome;
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
