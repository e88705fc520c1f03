#include "pilot/outcomes/trial.h"

#include <algorithm>

#include <fmt/format.h>

#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

/// Counted from the report, by when all copies have been started: where they are many, and each has hooks to run, the
/// last ones are started long after the decision.
Instant DeadlineOf(const Decision& decision, const ActionReport& report) {
  if (!decision.action) return report.at;
  return report.at + std::max(Duration{0}, decision.action->deadline - decision.at);
}

}  // namespace

Trial::Trial(const Decision& decision, const ActionReport& report, bool watched)
    : decision_(decision.id),
      service_(decision.service),
      decided_(decision.at),
      deadline_(DeadlineOf(decision, report)),
      report_(report),
      watched_(watched) {}

void Trial::Forget(const std::vector<ContainerId>& removed) {
  std::erase_if(report_.added,
                [&](const ContainerId& id) { return std::count(removed.begin(), removed.end(), id) > 0; });
}

bool Trial::AllReady(const std::vector<Replica>& replicas) const {
  return std::all_of(report_.added.begin(), report_.added.end(), [&](const ContainerId& id) {
    const auto* replica = Find(replicas, id);
    return replica != nullptr && replica->phase == Phase::kReady;
  });
}

int Trial::Unready(const std::vector<Replica>& replicas) const {
  return static_cast<int>(std::count_if(report_.added.begin(), report_.added.end(), [&](const ContainerId& id) {
    const auto* replica = Find(replicas, id);
    return replica != nullptr && Runs(*replica) && replica->phase != Phase::kReady;
  }));
}

Outcome Trial::End(OutcomeKind kind, std::string message, Instant now) const {
  return {.decision = decision_, .service = service_, .at = now, .kind = kind, .message = std::move(message)};
}

/// What was refused, then what has come of the rest.
Outcome Trial::Fail(const std::string& why, Instant now) const {
  return End(OutcomeKind::kFailed, report_.ok ? why : report_.message + "; " + why, now);
}

Outcome Trial::Succeed(Instant now) const {
  if (!report_.ok) return End(OutcomeKind::kFailed, report_.message, now);
  auto outcome = End(OutcomeKind::kSuccess, {}, now);
  if (!report_.added.empty() && watched_) outcome.until_ready = now - decided_;
  return outcome;
}

std::optional<Outcome> Trial::Judge(const std::vector<Replica>& replicas, Instant now) const {
  for (const auto& id : report_.added) {
    const auto* replica = Find(replicas, id);
    if (replica == nullptr && now < report_.at + kSightDelay) return std::nullopt;
    if (replica == nullptr) return Fail(fmt::format("new replica {} is gone", id.Short()), now);
    if (replica->phase == Phase::kExited && replica->exit_code != 0)
      return Fail("new replica " + HowItEnded(*replica), now);
  }
  if (AllReady(replicas)) return Succeed(now);
  if (now <= deadline_) return std::nullopt;
  const auto all = report_.added.size();
  const auto ready = std::count_if(report_.added.begin(), report_.added.end(),
                                   [&](const ContainerId& id) { return Find(replicas, id)->phase == Phase::kReady; });
  return Fail(fmt::format("{} of {} new replicas were not ready in time", all - static_cast<std::size_t>(ready), all),
              now);
}

}  // namespace docktor::pilot
