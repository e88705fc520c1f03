#pragma once

#include <algorithm>

#include <gtest/gtest.h>

#include "support/watched_project.h"

namespace docktor::test {

/// Whether the daemon knows all that there is, and is at nothing.
inline bool IsIdle(WatchedProject& project) {
  const auto told = project.Told();
  if (!told || told->engine_lost || told->journal_error) return false;
  return std::none_of(told->services.begin(), told->services.end(), [](const auto& one) { return one.acting; });
}

/// Brings the service web, of which nobody else takes care at present, to three replicas by order for ten minutes, and
/// the daemon to a rest in which it holds as much as at any other.
///
/// Each replica costs descriptors. So does each connection to the engine that is kept for the next call: as many as
/// were ever needed at once, eight at the most (net::HttpClient). Chance brings that about sooner or later; here it is
/// brought about by so many replicas that eight are taken away at once (act::Removal).
inline void BringToRest(WatchedProject& project) {
  constexpr int kMostMaximum = 6;  // of web in the tests that do this
  const auto why = [&] { return project.docktor.Run("why web").out; };
  EXPECT_TRUE(Within(3min, [&] { return IsIdle(project); })) << project.docktor.Run("status").out;
  project.compose.Insist("up -d --scale web=14");
  EXPECT_TRUE(Within(2min, [&] { return project.Running("web") <= kMostMaximum && IsIdle(project); })) << why();
  EXPECT_EQ(project.docktor.Run("scale web 3 --for 10m").exit_code, 0);
  EXPECT_TRUE(Within(2min, [&] { return project.Runs("web", 3) && IsIdle(project); })) << why();
  EXPECT_TRUE(Stays(6s, [&] { return project.Runs("web", 3); })) << "by then each has been read in all ways";
}

}  // namespace docktor::test
