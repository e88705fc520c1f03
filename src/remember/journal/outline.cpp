#include "remember/journal/outline.h"

#include <algorithm>
#include <array>

namespace docktor::remember {
namespace {

/// Records of one kind replace one another.
std::string_view KindOf(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kKinds{{
      {OverrideSet::kType, "override"},
      {OverrideEnded::kType, "override"},
      {ModeChosen::kType, "mode"},
      {FirstEnabled::kType, "first_enabled"},
      {ChangeSeen::kType, "change_seen"},
      {ProposalMade::kType, "proposal"},
      {ProposalEnded::kType, "proposal"},
      {Emptied::kType, "emptied"},
  }};
  const auto* found = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& kind) { return kind.first == type; });
  return found == kKinds.end() ? std::string_view{} : found->second;
}

bool IsDecision(std::string_view type) {
  return type == Intent::kType || type == HoldRun::kType || type == ProposalMade::kType;
}

}  // namespace

/// What came of the newest one.
void Outline::Follow(LastIntents& intents, const LineHead& head) {
  const auto last = intents.find(head.service);
  if (last != intents.end() && last->second.decision == head.decision)
    last->second.followed[std::string(head.type)] = head.sequence;
}

void Outline::Add(const LineHead& head) {
  if (const auto kind = KindOf(head.type); !kind.empty())
    newest_[std::string(kind) + " " + std::string(head.service)] = head.sequence;
  if (head.type == Intent::kType) {
    open_[head.decision] = head.sequence;
    const LastIntent intent{head.decision, head.sequence, {}};
    intents_.insert_or_assign(std::string(head.service), intent);
    if (head.resizes) resizes_.insert_or_assign(std::string(head.service), intent);
  }
  if (head.type == ActionEnded::kType) open_.erase(head.decision);
  if (head.type == ActionEnded::kType || head.type == OutcomeJudged::kType) {
    Follow(intents_, head);
    Follow(resizes_, head);
  }
  if (!IsDecision(head.type) || head.decision < highest_) return;
  highest_ = head.decision;
  highest_sequence_ = head.sequence;
}

std::set<std::uint64_t> Outline::Needed() const {
  std::set<std::uint64_t> needed{highest_sequence_};
  for (const auto& [kind, sequence] : newest_) needed.insert(sequence);
  for (const auto& [decision, sequence] : open_) needed.insert(sequence);
  for (const auto* intents : {&intents_, &resizes_})
    for (const auto& [service, last] : *intents) {
      needed.insert(last.sequence);
      for (const auto& [type, sequence] : last.followed) needed.insert(sequence);
    }
  return needed;
}

}  // namespace docktor::remember
