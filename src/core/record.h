#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "core/decision.h"

#include <boost/describe.hpp>

namespace docktor {

/// What the journal keeps. Each body carries the name under which it is written (`kType`).

struct DaemonStarted {
  static constexpr const char* kType = "daemon_started";
  std::string version;
  std::string project;
};
BOOST_DESCRIBE_STRUCT(DaemonStarted, (), (version, project))

struct DaemonStopped {
  static constexpr const char* kType = "daemon_stopped";
  std::string project;
};
BOOST_DESCRIBE_STRUCT(DaemonStopped, (), (project))

/// A decision that acts. On disk before the first call to the engine.
struct Intent {
  static constexpr const char* kType = "intent";
  Decision decision;
};
BOOST_DESCRIBE_STRUCT(Intent, (), (decision))

struct ActionEnded {
  static constexpr const char* kType = "action_ended";
  ActionReport report;
};
BOOST_DESCRIBE_STRUCT(ActionEnded, (), (report))

struct OutcomeJudged {
  static constexpr const char* kType = "outcome";
  Outcome outcome;
};
BOOST_DESCRIBE_STRUCT(OutcomeJudged, (), (outcome))

/// Equal holds in a row. Written when the run begins (count 1), from time to time, and when it ends; a later record
/// with the same decision id replaces the earlier.
struct HoldRun {
  static constexpr const char* kType = "hold";
  Decision first;
  Instant last{};
  std::int64_t count = 1;
};
BOOST_DESCRIBE_STRUCT(HoldRun, (), (first, last, count))

struct OverrideSet {
  static constexpr const char* kType = "override_set";
  ServiceKey service;
  Override override;
};
BOOST_DESCRIBE_STRUCT(OverrideSet, (), (service, override))

struct OverrideEnded {
  static constexpr const char* kType = "override_ended";
  ServiceKey service;
  Actor by = Actor::kPerson;  ///< kRules: its time was up
};
BOOST_DESCRIBE_STRUCT(OverrideEnded, (), (service, by))

/// The count found when a service was first enabled: its minimum where nobody says one.
struct FirstEnabled {
  static constexpr const char* kType = "first_enabled";
  ServiceKey service;
  int count = 0;
};
BOOST_DESCRIBE_STRUCT(FirstEnabled, (), (service, count))

using RecordBody = std::variant<DaemonStarted, DaemonStopped, Intent, ActionEnded, OutcomeJudged, HoldRun, OverrideSet,
                                OverrideEnded, FirstEnabled>;

/// One line of the journal.
struct Record {
  std::uint64_t sequence = 0;  ///< from 1, without holes
  Instant at{};
  RecordBody body;
};

}  // namespace docktor
