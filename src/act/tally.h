#pragma once

#include <string>
#include <vector>

#include "core/decision.h"

namespace docktor::act {

/// What the steps of one action came to, put together into its report.
struct Tally {
  std::vector<ContainerId> added = {};
  std::vector<ContainerId> removed = {};
  std::vector<std::string> kept_volumes = {};
  std::vector<std::string> failures = {};   ///< each says what was attempted, on what, and why it failed
  std::vector<std::string> notes = {};      ///< what was found otherwise than decided, without being a failure
  std::vector<ContainerId> abandoned = {};  ///< copies of no use that could not be removed again
  /// The engine may still make a copy of which nobody hears, or one or a stopped replica is left.
  bool unanswered = false;
  bool gave_up = false;  ///< a copy was started, could not be used, and was taken away again

  void Take(Tally part);
};

/// A tally of one failure: "<attempt>: <the engine's words>".
Tally Failed(const std::string& attempt, const Error& error);

/// ok: nothing failed. The message holds the failures, then the notes, each once.
ActionReport ReportOf(const Action& action, const Tally& tally, Instant at);

}  // namespace docktor::act
