#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/decision.h"
#include "remember/history.h"

#include <boost/describe.hpp>

namespace docktor::remember {

/// A decision with what became of it, as a row of the table `decisions`.
struct StoredDecision {
  DecisionId id;
  Instant timestamp{};
  Instant last{};          ///< of an equal hold; `timestamp` where it acts
  std::int64_t looks = 1;  ///< how many looks in a row came to it
  std::string project;
  std::string service;
  Trigger trigger = Trigger::kInterval;
  std::string action;  ///< "scale_up", "scale_down", "hold"
  int from_replicas = 0;
  int to_replicas = 0;
  Reason reason = Reason::kWithinRange;         ///< what limited the count, or else why the strategy wanted it
  std::optional<std::string> outcome = {};      ///< "success", "failed"; none for a hold, or not known yet
  std::optional<std::string> explanation = {};  ///< of the outcome, where there is one
  Inputs metrics;
  Recommendation recommendation;
  Wish wish;
  Verdict verdict;
  std::optional<ActionReport> report = {};
  friend bool operator==(const StoredDecision&, const StoredDecision&) = default;
};
BOOST_DESCRIBE_STRUCT(StoredDecision, (),
                      (id, timestamp, last, looks, project, service, trigger, action, from_replicas, to_replicas,
                       reason, outcome, explanation, metrics, recommendation, wish, verdict, report))

StoredDecision Stored(const HistoryEntry& entry);
void Take(StoredDecision& row, const ActionReport& report);
void Take(StoredDecision& row, const Outcome& outcome);

/// A service's signals at one time, for the table `samples`.
struct Sample {
  ServiceKey service;
  Instant at{};
  int running = 0;
  int ready = 0;
  std::vector<Signal> signals;
};

}  // namespace docktor::remember
