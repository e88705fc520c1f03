#pragma once

#include <algorithm>
#include <map>
#include <string>

#include "support/on_record.h"

namespace docktor::test {

/// How many replicas of each service were ordered.
using Ordered = std::map<std::string, int>;

/// Once the trouble is over: as many run as were ordered, nothing is left over, and what was begun has its end on
/// record.
inline void ExpectCarriedOut(WatchedProject& project, const Ordered& ordered) {
  const auto all_run = [&] {
    return std::all_of(ordered.begin(), ordered.end(),
                       [&](const auto& one) { return project.Runs(one.first, one.second); });
  };
  EXPECT_TRUE(Within(90s, all_run)) << testing::PrintToString(project.Containers())
                                    << project.docktor.Run("status").out;
  EXPECT_TRUE(Stays(3s, all_run)) << testing::PrintToString(project.Containers());
  EXPECT_TRUE(Within(20s, [&] { return project.Leftovers().empty(); })) << testing::PrintToString(project.Leftovers());
  EXPECT_TRUE(project.ChainHolds());
  ExpectEndsOnRecord(project);
}

}  // namespace docktor::test
