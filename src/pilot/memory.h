#pragma once

#include <map>
#include <optional>
#include <vector>

#include "core/lessons.h"
#include "core/record.h"
#include "decide/pace.h"
#include "pilot/approval.h"

namespace docktor::pilot {

/// An action that Docktor did not live to end, or that could not remove all that it was to. It stays known for a while:
/// the start that found it may have died before it had tidied up, and so may the next, be it over an action of its own.
struct CutShort {
  static constexpr Duration kKept = 1min;  ///< what the engine was told to stop has ended by then

  Decision decision;
  Instant found_at{};  ///< by the last start before its end was on record, or when it failed
  bool ended = false;  ///< that it failed is on record: what it left is nobody's who might still be at it
};

/// An action that ended before Docktor did, and whose outcome is not on record.
struct Unjudged {
  Decision decision;
  ActionReport report;
};

/// The last look at a service that is on record.
struct LastLook {
  Instant at{};
  bool all_dead = false;  ///< none ran, and not because of Docktor or others: they had died by themselves
};

/// What must be known of a service after a restart.
struct PilotMemory {
  std::optional<Override> override = {};
  std::optional<ModeChosen> mode = {};  ///< that a person chose; empty: as the settings say
  std::vector<decide::ScaleEvent> scaled = {};
  std::optional<Decision> open = {};      ///< an intent whose end is not on record: Docktor died while it acted
  std::vector<CutShort> cut_short = {};   ///< those that were found within `CutShort::kKept` of the last start
  std::optional<Unjudged> unjudged = {};  ///< the last one
  std::optional<int> first_count = {};    ///< found when the service was first enabled
  std::optional<int> last_target = {};    ///< the count that the last action was to reach
  std::optional<Emptied> emptied = {};    ///< since Docktor has taken the last replica away; has facts
  std::optional<Resize> resized = {};     ///< the last one that was begun
  std::optional<ChangeSeen> change = {};  ///< the last one that others made
  std::optional<LastLook> last_look = {};
  std::optional<Proposal> proposal = {};  ///< that waits for approval
  std::optional<Refusal> refused = {};    ///< what a person said no to
  std::optional<Lessons> lessons = {};    ///< of its load

  /// A person's choice, or that there is none any more.
  void Take(const ModeChosen& choice);
  /// The action was to bring back a service that Docktor had left without replicas, and has brought none: it is still
  /// Docktor's doing that there are none, and not somebody's who has stopped it.
  bool StaysEmpty(const Decision& decision, const ActionReport& report) const;
};

/// Folds the journal, record by record, into what the pilots need.
struct FleetMemory {
  std::map<ServiceKey, PilotMemory> services;
  DecisionId last_id;
  std::vector<ModelCall> model_calls;  ///< oldest first

  void Add(const Record& record);
  /// Services that Docktor has left without replicas, as they were.
  std::vector<ServiceFacts> WithoutReplicas() const;
};

}  // namespace docktor::pilot
