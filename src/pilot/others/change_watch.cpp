#include "pilot/others/change_watch.h"

#include <algorithm>

namespace docktor::pilot {

ChangeWatch::Sight ChangeWatch::Look(const ServiceFacts& facts) {
  Sight sight;
  const Replica* newest = nullptr;
  for (const auto& replica : facts.replicas) {
    if (!Runs(replica.phase)) continue;
    sight.running.insert(replica.id);
    if (newest == nullptr || replica.created_at >= newest->created_at) newest = &replica;
  }
  if (newest != nullptr) sight.config_hash = newest->config_hash;
  return sight;
}

/// How many of those before run no more because of others; keeps in mind which ended by themselves. What an action
/// of ours takes away late, because Docktor was ended meanwhile, is nobody's change.
int ChangeWatch::NoteGone(const Sight& now, const OthersAtWork& others) {
  int gone = 0;
  if (!before_) return gone;
  for (const auto& id : before_->running) {
    if (now.running.contains(id) || others.IsOurs(id)) continue;
    if (others.DiedByItself(id) && !engine_lost_)
      died_.insert(id);
    else
      ++gone;
  }
  return gone;
}

void ChangeWatch::Settled(const ServiceFacts& facts, const OthersAtWork& others) {
  auto now = Look(facts);
  NoteGone(now, others);
  before_ = std::move(now);
  engine_lost_ = false;
}

ChangeKind ChangeWatch::KindOf(int to, bool new_config, const Scene& scene) const {
  if (to == 0) return ChangeKind::kStopped;
  if (engine_lost_) return ChangeKind::kEngineRestart;
  if (new_config) return ChangeKind::kDeploy;
  if (to != scene.file_count.value_or(1)) return ChangeKind::kByHand;
  const bool again =
      last_ && last_->kind == ChangeKind::kDeploy && last_->to == to && scene.now - last_->at < scene.window;
  return again ? ChangeKind::kByHand : ChangeKind::kDeploy;
}

std::optional<ChangeSeen> ChangeWatch::Judge(const ServiceFacts& facts, const OthersAtWork& others,
                                             const Scene& scene) {
  auto now = Look(facts);
  if (!before_) return Settled(facts, others), std::nullopt;
  const auto come = std::count_if(now.running.begin(), now.running.end(), [&](const ContainerId& id) {
    return !before_->running.contains(id) && !died_.contains(id);
  });
  const int gone = NoteGone(now, others);
  const auto ours = std::count_if(before_->running.begin(), before_->running.end(), [&](const ContainerId& id) {
    return others.IsOurs(id) && !now.running.contains(id);
  });
  const int from = std::max(static_cast<int>(before_->running.size()) - static_cast<int>(ours), scene.restoring);
  const int to = static_cast<int>(now.running.size());
  const bool new_config = !now.config_hash.empty() && now.config_hash != before_->config_hash;
  std::erase_if(died_, [&](const ContainerId& id) {
    return now.running.contains(id) ||
           std::none_of(facts.replicas.begin(), facts.replicas.end(), [&](const Replica& r) { return r.id == id; });
  });
  before_ = std::move(now);
  const auto kind = KindOf(to, new_config, scene);
  engine_lost_ = false;
  if ((come == 0 && gone == 0) || from == 0) return std::nullopt;
  last_ = {.service = facts.key, .kind = kind, .at = scene.now, .from = from, .to = to};
  if (kind == ChangeKind::kByHand && scene.window > Duration{0}) last_->until = scene.now + scene.window;
  return last_;
}

}  // namespace docktor::pilot
