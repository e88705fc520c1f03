#include "pilot/others_at_work.h"

#include <algorithm>

namespace docktor::pilot {
namespace {

constexpr Duration kQuiet = 1s;
constexpr Duration kLongestStop = 60s;

bool Changes(const std::string& action) {
  static const std::set<std::string> kChanges{"kill", "create", "rename", "die", "start", "destroy"};
  return kChanges.contains(action);
}

}  // namespace

void OthersAtWork::OurAction(const Action& action) {
  ours_ = {action.remove.begin(), action.remove.end()};
  our_decision_ = action.decision.Text();
}

void OthersAtWork::OurReport(const ActionReport& report) { ours_.insert(report.removed.begin(), report.removed.end()); }

bool OthersAtWork::Ours(const Activity& activity) const {
  if (ours_.contains(activity.container)) return true;
  const bool born = activity.action == "create" || activity.action == "start";
  return born && !our_decision_.empty() && activity.copy_of == our_decision_;
}

void OthersAtWork::Note(const Activity& activity, Instant now) {
  if (activity.action == "die" || activity.action == "destroy") stopping_.erase(activity.container);
  if (!Changes(activity.action) || Ours(activity)) return;
  if (activity.action == "kill") {
    stopping_[activity.container] = now + kLongestStop;
    killed_.insert(activity.container);
  }
  if (activity.action == "start") killed_.erase(activity.container);
  quiet_at_ = std::max(quiet_at_, now + kQuiet);
}

std::optional<Instant> OthersAtWork::Until(Instant now) const {
  Instant until = quiet_at_;
  for (const auto& [id, end] : stopping_) until = std::max(until, end);
  return until > now ? std::optional(until) : std::nullopt;
}

void OthersAtWork::Keep(const std::vector<Replica>& replicas) {
  const auto gone = [&](const ContainerId& id) {
    return std::none_of(replicas.begin(), replicas.end(), [&](const Replica& r) { return r.id == id; });
  };
  std::erase_if(killed_, gone);
  std::erase_if(stopping_, [&](const auto& entry) { return gone(entry.first); });
}

}  // namespace docktor::pilot
