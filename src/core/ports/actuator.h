#pragma once

#include "core/decision.h"

namespace docktor {

/// Told what came of each action; on threads of the actuator's own or, once that has been stopped, on the caller's.
class ActionReports {
 public:
  virtual ~ActionReports() = default;
  virtual void OnReport(ActionReport report) = 0;
  virtual void OnBalancerTold(BalancerTold told) = 0;
};

/// Changes how many replicas of a service run, and how large they are. Nothing but the service's own replicas is
/// touched.
class Actuator {
 public:
  virtual ~Actuator() = default;
  /// Returns at once; where nothing can be done, since it has been stopped or there is no thread for it, once its
  /// records are on disk and the report has been given. The intent of `decision` (which has an action) is put on record
  /// before anything is changed; then what came of it arrives at `reports` exactly once, after it is on record itself.
  /// An action that failed half way reports what it did do. New replicas have been started then, not necessarily become
  /// ready.
  virtual void Start(const Decision& decision, ActionReports& reports) = 0;
  /// Calls off the removal that `decision` asked for: those of its replicas stay in which neither a drain command nor a
  /// hook has been run, and whose stop signal has not been sent.
  /// Returns at once; the action still ends with its report. Of an action that has ended: nothing.
  virtual void CancelDrain(const ServiceKey& service, DecisionId decision) = 0;
  /// Tells the replicas of a load balancer that some of `service` have come or gone by `decision`. Returns at once;
  /// what came of it arrives at `reports` exactly once.
  virtual void TellBalancer(const ServiceKey& service, DecisionId decision, const BalancerSettings& balancer,
                            ActionReports& reports) = 0;
};

}  // namespace docktor
