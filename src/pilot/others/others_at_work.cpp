#include "pilot/others/others_at_work.h"

#include <algorithm>

namespace docktor::pilot {
namespace {

constexpr Duration kQuiet = 1s;
constexpr Duration kLongest = 60s;
constexpr Duration kLongestGrace = 15min;
constexpr Duration kBetweenStarts = 10s;

bool Changes(const std::string& action) {
  static const std::set<std::string> kChanges{"kill", "create", "rename", "die", "start", "destroy"};
  return kChanges.contains(action);
}

}  // namespace

/// Signals that tell a program to reload or reopen, not to end: HUP, USR1, USR2.
bool OthersAtWork::Harmless(const std::string& signal) { return signal == "1" || signal == "10" || signal == "12"; }

bool OthersAtWork::Stopping(const ContainerId& id, Instant now) const {
  const auto found = signalled_.find(id);
  return found != signalled_.end() && found->second > now;
}

void OthersAtWork::OurAction(const Action& action) {
  ours_ = {action.remove.begin(), action.remove.end()};
  ours_until_.reset();
  our_decision_ = action.decision.Text();
  acting_ = true;
}

void OthersAtWork::Ended(const ActionReport& report, Instant now) {
  CutShort(now);
  if (report.ok) {
    ours_.clear();
    ours_until_.reset();
  }
  ours_.insert(report.removed.begin(), report.removed.end());
}

void OthersAtWork::CutShort(Instant now) {
  acting_ = false;
  ours_until_ = now + kLongest;
}

void OthersAtWork::OurRemovals(const std::vector<ContainerId>& removed, Instant until) {
  ours_.insert(removed.begin(), removed.end());
  ours_until_ = std::max(until, ours_until_.value_or(until));
}

void OthersAtWork::Pass(Instant now) {
  if (!ours_until_ || now < *ours_until_ || acting_) return;
  ours_.clear();
  ours_until_.reset();
}

void OthersAtWork::ForgetDeaths(Instant now) {
  std::erase_if(died_, [now](const auto& death) { return now - death.second < kLongest; });
}

bool OthersAtWork::Ours(const Activity& activity) const {
  if (ours_.contains(activity.container)) return true;
  const bool born = activity.action == "create" || activity.action == "start";
  return born && !our_decision_.empty() && activity.copy_of == our_decision_;
}

void OthersAtWork::Note(const Activity& activity, Instant now) {
  const auto over = [now](const auto& entry) { return entry.second <= now; };
  std::erase_if(unfinished_, over);
  std::erase_if(signalled_, over);
  const auto& action = activity.action;
  const auto& id = activity.container;
  if (action == "kill" && Harmless(activity.signal)) return;
  const bool ours = Ours(activity);
  const bool stopped = action == "die" && !ours && Stopping(id, now);
  const bool crashed = action == "die" && !ours && !stopped;
  const bool revived = action == "start" && died_.erase(id) > 0;  // by its restart policy
  const bool given_up = acting_ && activity.copy_of == our_decision_;
  const bool waited = action == "stop" && !ours && died_.contains(id);  // for its next start: it has no other event
  // Who stops a service means those as well that had crashed before.
  if ((stopped && !given_up) || waited) died_.clear();
  if (crashed) died_.insert_or_assign(id, now);
  if (action == "start" || action == "die" || action == "destroy") {
    unfinished_.erase(id);
    signalled_.erase(id);
  }
  if (!(Changes(action) || waited) || ours || crashed || revived) return;
  if (action == "kill") signalled_[id] = now + kLongestGrace;
  if (action == "kill" || action == "create") unfinished_[id] = now + kLongest;
  if (action == "start") {
    idle_.erase(id);
    next_start_by_ = now + kBetweenStarts;
  }
  quiet_at_ = std::max(quiet_at_, now + kQuiet);
  last_change_ = now;
}

std::optional<Instant> OthersAtWork::Until(Instant now) const {
  Instant until = quiet_at_;
  for (const auto& [id, end] : unfinished_) until = std::max(until, end);
  if (!idle_.empty()) until = std::max(until, next_start_by_);
  return until > now ? std::optional(until) : std::nullopt;
}

void OthersAtWork::Keep(const std::vector<Replica>& replicas) {
  const auto gone = [&](const ContainerId& id) {
    return std::none_of(replicas.begin(), replicas.end(), [&](const Replica& r) { return r.id == id; });
  };
  std::erase_if(died_, [&](const auto& death) { return gone(death.first); });
  idle_.clear();
  for (const auto& replica : replicas)
    if (!Runs(replica.phase) && !died_.contains(replica.id) && !ours_.contains(replica.id)) idle_.insert(replica.id);
}

}  // namespace docktor::pilot
