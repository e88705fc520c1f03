#pragma once

#include <gmock/gmock.h>

#include "support/open_actions.h"
#include "support/watched_project.h"

namespace docktor::test {

/// Nothing that was made as a copy lacks the intent that asked for it. `seen`: by an EventLog or a ContainerPoll.
template <typename Seen>
void ExpectCopiesOnRecord(const std::vector<Decision>& intents, const Seen& seen) {
  std::set<std::string> decisions;
  for (const auto& intent : intents) decisions.insert(intent.id.Text());
  for (const auto& [id, decision] : seen.made())
    EXPECT_THAT(decisions, testing::Contains(decision)) << id.Short() << " was made";
}

/// Nor does anything that was removed, where nobody else removes anything.
template <typename Seen>
void ExpectOnRecord(const std::vector<Decision>& intents, const Seen& seen) {
  ExpectCopiesOnRecord(intents, seen);
  std::set<ContainerId> leaving;
  for (const auto& intent : intents) leaving.insert(intent.action->remove.begin(), intent.action->remove.end());
  const auto made = seen.made();
  for (const auto& id : seen.removed())
    EXPECT_TRUE(leaving.contains(id) || made.contains(id)) << id.Short() << " was removed";
}

/// Once what was begun is through, if anything was, each action has its end.
inline void ExpectNothingOpen(const WatchedProject& project) {
  EXPECT_TRUE(Within(10s, [&] { return OpenActions(project.Journal()).empty(); }))
      << testing::PrintToString(OpenActions(project.Journal())) << " have no end on record";
}
/// Something was begun, too.
inline void ExpectEndsOnRecord(const WatchedProject& project) {
  EXPECT_THAT(project.Intents(), testing::Not(testing::IsEmpty()));
  ExpectNothingOpen(project);
}

/// Whether a hold of the service names it among the limits in force.
inline bool HeldOnRecord(const WatchedProject& project, const std::string& service, Reason reason) {
  const auto names = [reason](const Constraint& limit) { return limit.reason == reason; };
  const auto journal = project.Journal();
  return std::any_of(journal.begin(), journal.end(), [&](const Record& record) {
    const auto* hold = std::get_if<HoldRun>(&record.body);
    if (hold == nullptr || hold->first.service.service != service) return false;
    const auto& limits = hold->first.verdict.constraints;
    return std::any_of(limits.begin(), limits.end(), names);
  });
}

}  // namespace docktor::test
