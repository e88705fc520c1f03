#include "pilot/others/others_at_work.h"

#include <algorithm>

#include "pilot/others/exit.h"
#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

constexpr Duration kQuiet = 1s;
constexpr Duration kLongest = 60s;
constexpr Duration kLongestGrace = 15min;  // where it is not its own
constexpr Duration kAfterGrace = 5s;       // until it is killed, and that is told
constexpr Duration kLongestStop = 15min;   // that is waited for, however long it may last
constexpr Duration kBetweenStarts = 10s;

bool Changes(const std::string& action) {
  static const std::set<std::string> kChanges{"kill", "create", "rename", "die", "start", "destroy"};
  return kChanges.contains(action);
}

}  // namespace

/// Signals that tell a program to reload or reopen, not to end: HUP, USR1, USR2.
bool OthersAtWork::Harmless(const std::string& signal) { return signal == "1" || signal == "10" || signal == "12"; }

StopTerms OthersAtWork::TermsOf(const ContainerId& id) const {
  const auto known = terms_.find(id);
  return known == terms_.end() ? StopTerms{} : known->second;
}

/// Its own stop signal tells a program to end, whichever it is: for HAProxy that is USR1.
bool OthersAtWork::IsStop(const Activity& kill) const {
  return kill.signal == std::to_string(TermsOf(kill.container).signal);
}

void OthersAtWork::NoteKill(const Activity& kill, Instant now) {
  const auto& id = kill.container;
  auto& signalled = signalled_[id];
  signalled = std::max(signalled, now + kLongestGrace);
  unfinished_[id] = now + kLongest;
  if (!IsStop(kill)) return;
  const auto ends_by = now + TermsOf(id).grace + kAfterGrace;
  signalled = std::max(signalled, ends_by);
  stopping_[id] = std::min(ends_by, now + kLongestStop);
}

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

void OthersAtWork::EngineLost(Instant now) {
  std::erase_if(died_, [now](const auto& death) { return now - death.second < kLongest; });
  if (ours_until_) ours_until_ = std::max(*ours_until_, now + kLongest);
}

bool OthersAtWork::Ours(const Activity& activity) const {
  if (ours_.contains(activity.container)) return true;
  const bool born = activity.action == "create" || activity.action == "start";
  return born && !our_decision_.empty() && activity.copy_of == our_decision_;
}

void OthersAtWork::Note(const Activity& activity, Instant now) {
  const auto over = [now](const auto& entry) { return entry.second <= now; };
  std::erase_if(unfinished_, over);
  std::erase_if(stopping_, over);
  std::erase_if(signalled_, over);
  const auto& action = activity.action;
  const auto& id = activity.container;
  if (action == "kill" && Harmless(activity.signal) && !IsStop(activity)) return;
  const bool ours = Ours(activity);
  const bool stopped = action == "die" && !ours && Stopping(id, now);
  const bool crashed = action == "die" && !ours && !stopped;
  const bool revived = action == "start" && died_.erase(id) > 0;  // by its restart policy
  const bool given_up = acting_ && activity.copy_of == our_decision_;
  const bool waited = action == "stop" && !ours && died_.contains(id);  // for its next start: it has no other event
  // Who stops a service means those as well that had crashed before.
  if ((stopped && !given_up) || waited) died_.clear();
  if (crashed) died_.insert_or_assign(id, now);
  if ((stopped || (action == "stop" && !ours)) && !given_up) stopped_.insert(id);
  if (crashed || action == "start") stopped_.erase(id);
  if (action == "start" || action == "die" || action == "destroy") {
    unfinished_.erase(id);
    stopping_.erase(id);
    signalled_.erase(id);
  }
  if (!(Changes(action) || waited) || ours || crashed || revived) return;
  if (action == "kill") NoteKill(activity, now);
  if (action == "create") unfinished_[id] = now + kLongest;
  if (action == "start") {
    idle_.erase(id);
    next_start_by_ = now + kBetweenStarts;
  }
  quiet_at_ = std::max(quiet_at_, now + kQuiet);
  last_change_ = now;
}

bool OthersAtWork::Crashed(const Replica& replica) const {
  if (DiedByItself(replica.id)) return !Runs(replica) && replica.exit_code != 0;
  return !IsOurs(replica.id) && !stopped_.contains(replica.id) && ShowsFault(replica);
}

std::optional<Instant> OthersAtWork::Until(Instant now) const {
  auto until = BusyUntil(now).value_or(now);
  for (const auto& [id, end] : stopping_) until = std::max(until, end);
  return until > now ? std::optional(until) : std::nullopt;
}

std::optional<Instant> OthersAtWork::BusyUntil(Instant now) const {
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
  std::erase_if(stopped_, gone);
  terms_.clear();
  idle_.clear();
  for (const auto& replica : replicas) {
    terms_.emplace(replica.id, replica.stop);
    if (!Runs(replica) && !died_.contains(replica.id) && !ours_.contains(replica.id)) idle_.insert(replica.id);
  }
  std::erase_if(stopping_, [&](const auto& stop) {  // be it that its end was not heard of
    const auto* replica = Find(replicas, stop.first);
    return replica == nullptr || !Runs(*replica);
  });
}

}  // namespace docktor::pilot
