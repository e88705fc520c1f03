#pragma once

#include <string>
#include <vector>

#include "cli/terminal.h"
#include "operations/past/decisions.h"

namespace docktor::cli {

/// What a demo came to. Pure: made of what was recorded.
struct Story {
  Instant began{};       ///< the demo's look at the service
  Instant load_began{};  ///< the first request
  Instant load_ended{};
  Instant ended{};
  int least = 0;                                   ///< the minimum
  std::vector<operations::HistoryItem> decisions;  ///< of the demo's service, oldest first
  std::string load_summary;                        ///< the load generator's JSON

  int Most() const;  ///< replicas that were reached
  bool Rose() const { return Most() > least; }
  bool Fell() const;    ///< the last action went down to the minimum
  bool Failed() const;  ///< an action failed, or turned out badly
  /// From the first request to the first decision to go up; empty where there was none.
  std::optional<Duration> ToDecision() const;
  /// From the first request to the first new replica serving.
  std::optional<Duration> ToServing() const;
};

/// What is left of a demo once it has ended.
enum class After { kGone, kRunning, kSimulated };

/// Timeline, times, decisions by kind, and what to look at next.
std::string RenderStory(const Story& story, const Look& look, After after);

}  // namespace docktor::cli
