#include "pilot/others/change_watch.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "core/config_rank.h"
#include "pilot/others/exit.h"
#include "pilot/phases.h"

namespace docktor::pilot {
namespace {

constexpr int kUnknown = std::numeric_limits<int>::max();  // a number

}  // namespace

ChangeWatch::Sight ChangeWatch::Look(const std::vector<Replica>& replicas) {
  Sight sight;
  const Replica* first = nullptr;
  for (const auto& replica : replicas) {
    if (HasStarted(replica)) sight.started.insert(replica.id);
    if (!Runs(replica)) continue;
    sight.running.emplace(replica.id, replica.number);
    sight.originals |= !replica.copy;
    if (first == nullptr || ConfigRank(replica) > ConfigRank(*first)) first = &replica;
  }
  if (first != nullptr) sight.config_hash = first->config_hash;
  return sight;
}

void ChangeWatch::EngineBack(bool restarted) {
  engine_restarted_ |= restarted;
  events_missed_ = !restarted;
}

void ChangeWatch::Note(const ServiceFacts& facts, const OthersAtWork& others) {
  if (!before_) return;
  bool all_run = true;
  for (const auto& [id, number] : before_->running) {
    const auto* replica = Find(facts.replicas, id);
    const bool runs = replica != nullptr && Runs(*replica);
    if (!runs && !engine_restarted_ && Died(id, facts, others)) died_.insert(id);
    all_run = all_run && (runs || others.IsOurs(id));
  }
  events_missed_ = false;
  if (all_run) engine_restarted_ = false;
}

/// By itself: seen to, or where that could not be seen, by its exit. Where none runs any more, that is a stop to be on
/// the safe side: nothing is started against somebody's will.
bool ChangeWatch::Died(const ContainerId& id, const ServiceFacts& facts, const OthersAtWork& others) const {
  if (others.DiedByItself(id)) return true;
  const auto& all = facts.replicas;
  const auto* replica = Find(all, id);
  const bool some_run = std::any_of(all.begin(), all.end(), [](const Replica& r) { return Runs(r); });
  const bool known = others.IsOurs(id) || others.WasStopped(id);
  return events_missed_ && some_run && replica != nullptr && !known && ShowsCrash(*replica);
}

/// How many of those before run no more because of others; keeps in mind which ended by themselves. What an action
/// of ours takes away late, because Docktor was ended meanwhile, is nobody's change.
int ChangeWatch::NoteGone(const Sight& now, const OthersAtWork& others) {
  int gone = 0;
  for (const auto& [id, number] : before_->running) {
    if (now.running.contains(id) || others.IsOurs(id)) continue;
    if (died_.contains(id) || (others.DiedByItself(id) && !engine_restarted_))
      died_.insert(id);
    else
      ++gone;
  }
  return gone;
}

/// Of what the action added, what facts that are newer than its end do not show has been taken away by others since.
void ChangeWatch::Settled(const ActionReport& report, const ServiceFacts& facts, const OthersAtWork& others) {
  if (!before_) return;
  const auto now = Look(facts.replicas);
  auto& running = before_->running;
  std::erase_if(running, [&](const auto& r) { return others.IsOurs(r.first) && !now.running.contains(r.first); });
  for (const auto& id : report.removed) {
    running.erase(id);
    removed_.insert(id);
  }
  for (const auto& id : report.added) {
    const auto* replica = Find(facts.replicas, id);
    const bool gone = replica == nullptr && facts.at >= report.at;
    if (now.running.contains(id) || gone) running.emplace(id, gone ? kUnknown : replica->number);
    if (others.DiedByItself(id)) died_.insert(id);
  }
  std::vector<Replica> ours;
  std::copy_if(facts.replicas.begin(), facts.replicas.end(), std::back_inserter(ours),
               [&](const Replica& r) { return Runs(r) && running.contains(r.id); });
  if (!ours.empty()) before_->config_hash = Look(ours).config_hash;
}

/// Replicas that others have started since then: not those that a restart policy has started, nor copies that have not
/// run before, which nobody starts but Docktor, be it late.
int ChangeWatch::Come(const ServiceFacts& facts) const {
  return static_cast<int>(std::count_if(facts.replicas.begin(), facts.replicas.end(), [&](const Replica& r) {
    const bool ours = removed_.contains(r.id) || (r.copy && !before_->started.contains(r.id));
    return Runs(r) && !before_->running.contains(r.id) && !died_.contains(r.id) && !ours;
  }));
}

/// One that had ended by itself, and was seen so: by its restart policy it would have been seen to wait for its start.
bool ChangeWatch::Restarted(const ServiceFacts& facts) const {
  return std::any_of(facts.replicas.begin(), facts.replicas.end(), [&](const Replica& r) {
    return Runs(r) && died_.contains(r.id) && !before_->running.contains(r.id);
  });
}

/// A `down` takes all that it has listed, and misses copies that were made meanwhile. What only takes some, as a plain
/// `up` does, takes those with the highest numbers.
bool ChangeWatch::LeftBehind(const Sight& now) const {
  int lowest_gone = kUnknown, highest_left = 0;
  for (const auto& [id, number] : before_->running)
    if (!now.running.contains(id)) lowest_gone = std::min(lowest_gone, number);
  for (const auto& [id, number] : now.running) highest_left = std::max(highest_left, number);
  return !now.originals && lowest_gone < highest_left;
}

ChangeKind ChangeWatch::KindOf(const Sight& now, const Scene& scene) const {
  const int to = static_cast<int>(now.running.size());
  const bool new_config = now.config_hash != before_->config_hash;
  if (to == 0) return ChangeKind::kStopped;
  if (engine_restarted_) return ChangeKind::kEngineRestart;
  if (new_config && !now.config_hash.empty()) return ChangeKind::kDeploy;
  if (LeftBehind(now) || to != scene.file_count.value_or(1)) return ChangeKind::kByHand;
  const bool again =  // and something was undone by it
      last_ && last_->to < last_->from && last_->kind == ChangeKind::kDeploy && last_->to == to &&
      scene.now - last_->at < scene.window;
  return again ? ChangeKind::kByHand : ChangeKind::kDeploy;
}

std::optional<ChangeSeen> ChangeWatch::Judge(const ServiceFacts& facts, const OthersAtWork& others,
                                             const Scene& scene) {
  auto now = Look(facts.replicas);
  for (const auto& id : removed_) now.running.erase(id);
  others_started_ = false;
  if (!before_) {
    before_ = std::move(now);
    engine_restarted_ = events_missed_ = false;  // of what was before that, nothing can be missing
    return std::nullopt;
  }
  const int come = Come(facts), gone = NoteGone(now, others);
  others_started_ = come > 0 || Restarted(facts);
  const auto ours = std::count_if(before_->running.begin(), before_->running.end(), [&](const auto& r) {
    return others.IsOurs(r.first) && !now.running.contains(r.first);
  });
  const int from = std::max(static_cast<int>(before_->running.size()) - static_cast<int>(ours), scene.restoring);
  const auto is_gone = [&](const ContainerId& id) { return Find(facts.replicas, id) == nullptr; };
  std::erase_if(died_, [&](const ContainerId& id) { return now.running.contains(id) || is_gone(id); });
  std::erase_if(removed_, is_gone);
  const ChangeSeen change{.service = facts.key,
                          .kind = KindOf(now, scene),
                          .at = scene.now,
                          .from = from,
                          .to = static_cast<int>(now.running.size())};
  before_ = std::move(now);
  engine_restarted_ = false;
  if ((come == 0 && gone == 0) || from == 0) return std::nullopt;
  last_ = change;
  if (change.kind == ChangeKind::kByHand && scene.window > Duration{0}) last_->until = scene.now + scene.window;
  return last_;
}

}  // namespace docktor::pilot
