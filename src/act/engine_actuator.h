#pragma once

#include <atomic>
#include <future>
#include <mutex>
#include <vector>

#include "act/drains.h"
#include "act/lanes.h"
#include "act/origins.h"
#include "act/removal.h"
#include "act/tally.h"
#include "core/clock.h"
#include "core/ports/actuator.h"
#include "core/ports/journal.h"
#include "docker/engine.h"

namespace docktor::act {

/// Changes services through the Docker Engine API: adds replicas by copying one, removes replicas by id, gives those
/// that run another CPU limit (see Growth, Removal and ResizeAll for what each does when the world is not as it was
/// decided). Actions of one service run one after another, those of different services side by side, on threads of its
/// own.
///
/// Before the first call to the engine the intent is in the journal; one whose disk refuses, or hangs, does not keep an
/// action back: the report's message says so. An action for which there is no thread to be had has failed.
class EngineActuator final : public Actuator {
 public:
  /// Borrows all of them, until Stop has returned; journal and clock for as long as it may be told to start something.
  /// `empty`: services of which no container is left, as they were.
  EngineActuator(docker::Engine& engine, docker::ComposeFiles& files, Journal& journal, const Clock& clock,
                 const std::vector<ServiceFacts>& empty = {});
  ~EngineActuator() override;  ///< as Stop

  void Start(const Decision& decision, ActionReports& reports) override;
  void CancelDrain(const ServiceKey& service, DecisionId decision) override;
  void TellBalancer(const ServiceKey& service, DecisionId decision, const BalancerSettings& balancer,
                    ActionReports& reports) override;

  /// Tidies what an action whose end is not on record has left behind (see Aftermath). Returns at once; actions of that
  /// service wait for it. Writes nothing: the end goes on record once the service has been looked at.
  std::future<Tally> TidyAfter(const Decision& open);

  /// Actions that have ended since the last call though the engine had not said whether it made a copy, or did not
  /// remove one that is of no use, or a replica that it has stopped, or may have: one may be there later, and does not
  /// run.
  std::vector<Decision> TakeUnanswered();

  /// Lets what is in flight come to its next step and returns when all is reported: a call to the engine is waited for
  /// (each has a limit of its own), no further one is begun. Actions that have not begun, and those that come later,
  /// are recorded and reported as not done: what came of them is judged all the same, and names a decision on record.
  void Stop();

 private:
  ActionReport Perform(Decision decision, Drain& drain, const Status& may_act);
  Tally Change(const Action& action, Drain& drain, const Removal::NoteRun& note_run);

  docker::Engine& engine_;
  Journal& journal_;
  const Clock& clock_;
  std::atomic<bool> stopping_ = false;
  Origins origins_;
  Drains drains_{engine_};
  std::mutex mutex_;
  std::vector<Decision> unanswered_;
  Lanes lanes_;
};

}  // namespace docktor::act
