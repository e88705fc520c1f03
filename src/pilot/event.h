#pragma once

#include <variant>
#include <vector>

#include "core/decision.h"
#include "core/judgement.h"
#include "core/lessons.h"
#include "core/reading.h"
#include "core/record.h"
#include "core/service.h"
#include "core/spec.h"
#include "forecast/outlook.h"
#include "pilot/command.h"

namespace docktor::pilot {

struct Tick {};

/// What one sweep read of this service's replicas.
using Sweep = std::vector<Reading>;

/// `ticket` comes back with the answer.
struct CommandGiven {
  Command command;
  std::uint64_t ticket = 0;
};

/// Everything that can happen to one service.
using Event = std::variant<Tick, Sweep, ServiceReading, ServiceFacts, Activity, ActionReport, BalancerTold, Judgement,
                           forecast::Outlook, CommandGiven, Spec>;

/// What is reserved by the replicas that run: by their limits, or for memory by the largest working set seen.
struct Reserved {
  int replicas = 0;
  double cpus = 0;
  std::int64_t memory_bytes = 0;
};

/// What a pilot needs to know of the world around its service.
struct Surroundings {
  std::optional<HostReading> host = {};
  std::int64_t promised_bytes = 0;  ///< memory that starting replicas of other services have yet to take
  Reserved others = {};             ///< by the other services that are scaled
  bool engine_lost = false;         ///< nothing can be changed, and what was seen last may be old
  Duration date_ahead{0};           ///< of the system's date before `now`, where somebody has set it; may be negative
  DecisionId next_id{1};            ///< for the decision of this step, if it makes one
};

/// News for those who watch: a decision (an action, or a hold that differs from the one before; one that waits for
/// approval is such a hold), what came of it, how it turned out, what became of a proposal, and
/// another mode.
using News = std::variant<Decision, ActionReport, Outcome, ProposalEnded, ModeChosen>;

struct StartAction {
  Decision decision;  ///< has an action
};
/// Replicas that are to go are needed again: those that have not been told to leave yet stay.
struct CancelDrain {
  ServiceKey service;
  DecisionId decision;
};
/// Replicas have come or gone by `decision`, and the load balancer does not find that out by itself.
struct TellBalancer {
  ServiceKey service;
  DecisionId decision;
  BalancerSettings balancer;
};
/// A language model is to be asked. A Judgement comes back.
struct Consult {
  Consultation consultation;
};
struct Append {
  RecordBody body;
};
struct Publish {
  News news;
};
/// What has been learned is to be kept over a restart.
struct KeepLessons {
  std::vector<ServiceLessons> lessons;
};
struct Reply {
  std::uint64_t ticket = 0;
  Answer answer;
};

/// What a pilot wants done; in order.
using Effect = std::variant<StartAction, CancelDrain, TellBalancer, Consult, Append, Publish, KeepLessons, Reply>;

}  // namespace docktor::pilot
