#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/decision.h"
#include "core/spec.h"
#include "decide/target.h"

namespace docktor::decide {

/// What a service's signals say at one look.
struct Signals {
  int current = 0;  ///< replicas that run
  int ready = 0;
  std::vector<ReplicaLoad> cpu;
  std::vector<ReplicaLoad> memory;
  std::map<std::string, std::optional<double>> service;  ///< fresh figures of the whole service
  std::optional<Recommendation> adaptive = {};           ///< of the strategy adaptive, where it knows enough
};

/// What the strategy of `spec` wants. Each signal asks for a count and the highest wins, as with HPA; its evidence
/// names the signal. Where none has anything to judge by: kNoSignal, and the count stays.
///
/// To nothing (a minimum of 0) the signals of the whole service decide: while each of them asks for none, the trickle
/// of CPU that an idle replica takes keeps none alive. Where there is no such signal one is wanted at least.
/// Whoever wants none all the same (a schedule, a command) has it back once that is over.
Recommendation Recommend(const Spec& spec, Signals signals);

/// The mean CPU that somebody wants the replicas to have; empty: the strategy finds out by itself how busy they may be.
std::optional<double> CpuTarget(const Spec& spec);

/// The mean CPU that the strategy keeps the service below.
double CpuGoal(const Spec& spec);

/// The most that any of the spec's signals besides CPU asks for; 0 where none can be judged.
int OthersWant(const Spec& spec, const Signals& signals);

/// The count that a burst asks for: never below the one in force. `signals.cpu` of the last two seconds.
Recommendation RecommendAtBurst(const Spec& spec, Signals signals, int starting);

}  // namespace docktor::decide
