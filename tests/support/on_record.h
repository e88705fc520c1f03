#pragma once

#include <gmock/gmock.h>

#include "support/open_actions.h"
#include "support/watched_project.h"

namespace docktor::test {

/// Nothing that was made as a copy lacks the intent that asked for it.
inline void ExpectCopiesOnRecord(const std::vector<Decision>& intents, const EventLog& events) {
  std::set<std::string> decisions;
  for (const auto& intent : intents) decisions.insert(intent.id.Text());
  for (const auto& [id, decision] : events.made())
    EXPECT_THAT(decisions, testing::Contains(decision)) << id.Short() << " was made";
}

/// Nor does anything that was removed, where nobody else removes anything.
inline void ExpectOnRecord(const std::vector<Decision>& intents, const EventLog& events) {
  ExpectCopiesOnRecord(intents, events);
  std::set<ContainerId> leaving;
  for (const auto& intent : intents) leaving.insert(intent.action->remove.begin(), intent.action->remove.end());
  const auto made = events.made();
  for (const auto& id : events.removed())
    EXPECT_TRUE(leaving.contains(id) || made.contains(id)) << id.Short() << " was removed";
}

/// Once what was begun is through, each action has its end.
inline void ExpectEndsOnRecord(const WatchedProject& project) {
  EXPECT_THAT(project.Intents(), testing::Not(testing::IsEmpty()));
  EXPECT_TRUE(Within(10s, [&] { return OpenActions(project.Journal()).empty(); }))
      << testing::PrintToString(OpenActions(project.Journal())) << " have no end on record";
}

}  // namespace docktor::test
