#include "act/tally.h"

#include <iterator>
#include <set>
#include <string_view>

namespace docktor::act {
namespace {

template <typename T>
void Append(std::vector<T>& into, std::vector<T>& from) {
  into.insert(into.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

std::string Joined(const Tally& tally) {
  std::string text;
  std::set<std::string_view> said;
  for (const auto* lines : {&tally.failures, &tally.notes})
    for (const auto& line : *lines)
      if (said.insert(line).second) text += (text.empty() ? "" : "; ") + line;
  return text;
}

}  // namespace

void Tally::Take(Tally part) {
  Append(added, part.added);
  Append(removed, part.removed);
  Append(kept_volumes, part.kept_volumes);
  Append(abandoned, part.abandoned);
  Append(failures, part.failures);
  Append(notes, part.notes);
  unanswered |= part.unanswered;
  gave_up |= part.gave_up;
}

Tally Failed(const std::string& attempt, const Error& error) { return {.failures = {error.During(attempt).message}}; }

ActionReport ReportOf(const Action& action, const Tally& tally, Instant at) {
  return {.decision = action.decision,
          .service = action.service,
          .at = at,
          .ok = tally.failures.empty(),
          .message = Joined(tally),
          .added = tally.added,
          .removed = tally.removed,
          .kept_volumes = tally.kept_volumes,
          .gave_up = tally.gave_up};
}

}  // namespace docktor::act
