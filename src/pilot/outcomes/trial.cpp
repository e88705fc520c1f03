#include "pilot/outcomes/trial.h"

#include <algorithm>

#include <fmt/format.h>

#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

constexpr Duration kSightDelay = 3s;  // a new replica that no look at the engine has shown by then is gone

const Replica* Find(const std::vector<Replica>& replicas, const ContainerId& id) {
  const auto found = std::find_if(replicas.begin(), replicas.end(), [&](const Replica& r) { return r.id == id; });
  return found == replicas.end() ? nullptr : &*found;
}

}  // namespace

Trial::Trial(const Decision& decision, const ActionReport& report, bool watched)
    : decision_(decision.id),
      service_(decision.service),
      decided_(decision.at),
      deadline_(decision.action ? std::max(decision.action->deadline, report.at) : report.at),
      report_(report),
      watched_(watched) {}

void Trial::Forget(const std::vector<ContainerId>& removed) {
  std::erase_if(report_.added,
                [&](const ContainerId& id) { return std::count(removed.begin(), removed.end(), id) > 0; });
}

int Trial::Unready(const std::vector<Replica>& replicas) const {
  return static_cast<int>(std::count_if(report_.added.begin(), report_.added.end(), [&](const ContainerId& id) {
    const auto* replica = Find(replicas, id);
    return replica != nullptr && Counts(*replica) && replica->phase != Phase::kReady;
  }));
}

Outcome Trial::End(OutcomeKind kind, std::string message, Instant now) const {
  return {.decision = decision_, .service = service_, .at = now, .kind = kind, .message = std::move(message)};
}

std::optional<Outcome> Trial::Judge(const std::vector<Replica>& replicas, Instant now) const {
  if (!report_.ok) return End(OutcomeKind::kFailed, report_.message, now);
  std::size_t ready = 0;
  for (const auto& id : report_.added) {
    const auto* replica = Find(replicas, id);
    if (replica == nullptr && now < report_.at + kSightDelay) return std::nullopt;
    if (replica == nullptr) return End(OutcomeKind::kFailed, fmt::format("new replica {} is gone", id.Short()), now);
    if (replica->phase == Phase::kExited && replica->exit_code != 0)
      return End(OutcomeKind::kFailed, "new replica " + HowItEnded(*replica), now);
    ready += replica->phase == Phase::kReady;
  }
  if (ready == report_.added.size()) {
    auto outcome = End(OutcomeKind::kSuccess, {}, now);
    if (ready > 0 && watched_) outcome.until_ready = now - decided_;
    return outcome;
  }
  if (now < deadline_) return std::nullopt;
  return End(
      OutcomeKind::kFailed,
      fmt::format("{} of {} new replicas were not ready in time", report_.added.size() - ready, report_.added.size()),
      now);
}

}  // namespace docktor::pilot
