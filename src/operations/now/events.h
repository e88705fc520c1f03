#pragma once

#include <optional>
#include <string>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

struct EventsInput {
  std::optional<std::string> service = {};
};
BOOST_DESCRIBE_STRUCT(EventsInput, (), (service))

enum class EventKind { kDecision, kReport, kOutcome, kProposalEnded, kModeChosen };
BOOST_DESCRIBE_ENUM(EventKind, kDecision, kReport, kOutcome, kProposalEnded, kModeChosen)

/// Something that has just happened; what there is more of it is there, as `kind` says.
struct Event {
  EventKind kind = EventKind::kDecision;
  Instant at{};
  ServiceKey service;
  std::string sentence;
  std::optional<Decision> decision = {};
  std::optional<ActionReport> report = {};
  std::optional<Outcome> outcome = {};
  std::optional<ProposalEnd> proposal_ended = {};
};
BOOST_DESCRIBE_STRUCT(Event, (), (kind, at, service, sentence, decision, report, outcome, proposal_ended))

Event EventOf(const pilot::News& news, Instant now);

/// Streams Event.
Operation EventsOperation();

}  // namespace docktor::operations
