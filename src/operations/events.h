#pragma once

#include <optional>
#include <string>

#include "operations/context.h"
#include "operations/operation.h"

namespace docktor::operations {

struct EventsInput {
  std::optional<std::string> service = {};
};
BOOST_DESCRIBE_STRUCT(EventsInput, (), (service))

enum class EventKind { kDecision, kReport, kOutcome };
BOOST_DESCRIBE_ENUM(EventKind, kDecision, kReport, kOutcome)

/// Something that has just happened; one of the three is there, as `kind` says.
struct Event {
  EventKind kind = EventKind::kDecision;
  Instant at{};
  ServiceKey service;
  std::string sentence;
  std::optional<Decision> decision = {};
  std::optional<ActionReport> report = {};
  std::optional<Outcome> outcome = {};
};
BOOST_DESCRIBE_STRUCT(Event, (), (kind, at, service, sentence, decision, report, outcome))

/// Streams Event.
Operation EventsOperation();

}  // namespace docktor::operations
