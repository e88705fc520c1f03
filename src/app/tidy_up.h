#pragma once

#include <list>
#include <set>

#include "act/engine_actuator.h"
#include "core/clock.h"
#include "core/service.h"
#include "pilot/memory.h"

namespace docktor::app {

/// Removes what the actions in `memory` that Docktor did not live to end have left half done, and logs it: those
/// without an end on record, and those that a start less than a minute ago found, which may not have lived to do this.
/// So it does later with copies that the engine makes after nobody waits for them any more, and with what it did not
/// remove; and at the start with copies that never started, be their action's end on record: an earlier Docktor may
/// have ended while the engine was away.
class TidyUp {
 public:
  /// Returns when that is done, but soon in any case: an engine that hangs delays no start. What is not done by then
  /// goes on, and actions of that service wait for it.
  TidyUp(act::EngineActuator& actuator, const Clock& clock, const pilot::FleetMemory& memory);

  /// What the engine was still at when Docktor was killed, a replica being stopped or a copy being made, shows only
  /// later: for a minute it is looked for; for ten, what the engine has not answered in time. On one thread.
  void OnTopology(const Topology& topology);

 private:
  struct Open {
    Decision decision;
    Instant until;                    ///< it is looked for
    std::future<act::Tally> tidying;  ///< not valid: nothing is being done
  };

  act::EngineActuator& actuator_;
  const Clock& clock_;
  std::list<Open> open_;
  std::set<ServiceKey> unsearched_;  ///< for copies of any action; empty after the first topology
};

}  // namespace docktor::app
