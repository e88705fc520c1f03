#pragma once

#include <algorithm>
#include <filesystem>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "net/host_clock.h"
#include "remember/history.h"
#include "remember/journal/file_journal.h"
#include "remember/journal/replay.h"

namespace docktor::test {

/// Puts holds like those that are on record behind a journal that nobody writes, until there are as many decisions as a
/// daemon keeps in memory: after its next start each new one takes the place of an old one.
inline void LengthenPast(const std::filesystem::path& journal) {
  std::set<DecisionId> decisions;
  std::vector<HoldRun> holds;
  for (const auto& record : remember::Replay(journal).value().records) {
    if (const auto* intent = std::get_if<Intent>(&record.body)) decisions.insert(intent->decision.id);
    if (const auto* hold = std::get_if<HoldRun>(&record.body)) {
      decisions.insert(hold->first.id);
      holds.push_back(*hold);
    }
  }
  ASSERT_FALSE(holds.empty());
  auto last = *decisions.rbegin();
  const net::HostClock clock;
  const auto writer = remember::FileJournal::Open(journal, clock).value();
  for (auto count = decisions.size(); count < remember::History::kInMemory; ++count) {
    auto hold = holds[count % holds.size()];
    hold.first.id = {++last.value};
    ASSERT_TRUE(writer->Append(hold));
  }
}

}  // namespace docktor::test
