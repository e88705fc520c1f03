#include "remember/history.h"

#include <algorithm>
#include <utility>

#include "remember/journal/replay.h"
#include "remember/situation.h"

namespace docktor::remember {
namespace {

using Entries = std::map<DecisionId, HistoryEntry>;

constexpr std::size_t kMostGaps = 100;
constexpr Duration kJudged = 1min;  // after a change took effect: until then its success only says that it did

/// Takes one kind of record into the entries; says which service got a decision, if any.
struct Enter {
  Entries& entries;

  const Decision* operator()(const Intent& body) const {
    return &entries.insert_or_assign(body.decision.id, HistoryEntry{body.decision, body.decision.at})
                .first->second.decision;
  }
  const Decision* operator()(const HoldRun& body) const {
    return &entries.insert_or_assign(body.first.id, HistoryEntry{body.first, body.last, body.count})
                .first->second.decision;
  }
  const Decision* operator()(const ActionEnded& body) const {
    if (const auto at = entries.find(body.report.decision); at != entries.end()) at->second.report = body.report;
    return nullptr;
  }
  const Decision* operator()(const OutcomeJudged& body) const {
    if (const auto at = entries.find(body.outcome.decision); at != entries.end()) at->second.outcome = body.outcome;
    return nullptr;
  }
  const Decision* operator()(const auto&) const { return nullptr; }
};

bool Matches(const HistoryEntry& entry, const HistoryQuery& query) {
  if (query.service && entry.decision.service != *query.service) return false;
  return !query.actions_only || entry.decision.action.has_value();
}

/// Whether something can be learned from it by `now`.
bool IsPrecedent(const HistoryEntry& entry, Instant now) {
  const auto& [decision, last, looks, report, outcome] = entry;
  if (!decision.action || decision.action->from == decision.action->to || !outcome) return false;
  if (decision.wish.by == Actor::kPerson || decision.trigger == Trigger::kRestore) return false;
  return outcome->kind != OutcomeKind::kSuccess || now - outcome->at >= kJudged;
}

Precedent PrecedentOf(const HistoryEntry& entry) {
  const auto& signals = entry.decision.inputs.signals;
  return {.at = entry.decision.at,
          .load = signals.empty() ? std::nullopt : signals.front().mean,
          .from = entry.decision.action->from,
          .to = entry.decision.action->to,
          .outcome = entry.outcome->kind};
}

}  // namespace

History::History(std::filesystem::path folder, std::size_t in_memory, const Disk& disk)
    : folder_(std::move(folder)), in_memory_(in_memory), disk_(disk) {}

void History::Add(const Record& record) {
  const std::lock_guard lock(mutex_);
  if (const auto* decision = std::visit(Enter{entries_}, record.body)) {
    auto& latest = latest_[decision->service];
    latest = std::max(latest, decision->id);
  }
  if (const auto* lost = std::get_if<RecordsLost>(&record.body)) lost_[record.sequence] = *lost;
  while (lost_.size() > kMostGaps) lost_.erase(lost_.begin());
  while (entries_.size() > in_memory_) entries_.erase(entries_.begin());
}

std::vector<HistoryEntry> History::List(const HistoryQuery& query) const {
  const std::lock_guard lock(mutex_);
  std::vector<HistoryEntry> found;
  const auto end = query.before ? entries_.lower_bound(*query.before) : entries_.end();
  for (auto at = std::make_reverse_iterator(end); at != entries_.rend(); ++at) {
    if (static_cast<int>(found.size()) >= query.limit) break;
    if (Matches(at->second, query)) found.push_back(at->second);
  }
  return found;
}

std::vector<RecordsLost> History::LostSince(Instant since) const {
  const std::lock_guard lock(mutex_);
  std::vector<RecordsLost> all;
  for (const auto& [sequence, lost] : lost_)
    if (lost.last >= since) all.push_back(lost);
  return all;
}

std::optional<HistoryEntry> History::InMemory(DecisionId id) const {
  const std::lock_guard lock(mutex_);
  const auto at = entries_.find(id);
  return at == entries_.end() ? std::nullopt : std::optional(at->second);
}

std::optional<DecisionId> History::NewestOf(const ServiceKey& service) const {
  const std::lock_guard lock(mutex_);
  const auto latest = latest_.find(service);
  return latest == latest_.end() ? std::nullopt : std::optional(latest->second);
}

Result<HistoryEntry> History::Find(DecisionId id) const {
  if (auto entry = InMemory(id)) return *std::move(entry);
  return FindOnDisk(id);
}

std::vector<Precedent> History::Like(const Decision& look, std::size_t most) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<Situation, const HistoryEntry*>> earlier;
  const Decision* before = nullptr;
  for (const auto& [id, entry] : entries_) {
    if (entry.decision.service != look.service || entry.decision.at >= look.at) continue;
    if (IsPrecedent(entry, look.at)) earlier.emplace_back(Situation(entry.decision, before), &entry);
    before = &entry.decision;
  }
  const Situation here(look, before);
  std::multimap<double, const HistoryEntry*> alike;
  for (const auto& [situation, entry] : earlier)
    if (const auto distance = here.DistanceTo(situation); distance < Situation::kAlike) alike.emplace(distance, entry);
  std::vector<Precedent> found;
  for (const auto& [distance, entry] : alike)
    if (found.size() < most) found.push_back(PrecedentOf(*entry));
  return found;
}

Result<HistoryEntry> History::FindOnDisk(DecisionId id) const {
  Entries entries;
  const auto read = Replay(
      folder_, [&](const Record& record) { std::visit(Enter{entries}, record.body); },
      [id](const LineHead& head) { return id.value != 0 && head.decision == id; }, disk_);
  if (!read) return tl::unexpected(read.error().During("look for decision " + id.Text()));
  if (entries.empty())
    return Fail(Errc::kNotFound, "there is no decision " + id.Text(), "list those there are: docktor decisions list");
  return std::move(entries.begin()->second);
}

}  // namespace docktor::remember
