#pragma once

#include <string_view>

#include <boost/describe.hpp>

namespace docktor {

/// Why a count is wanted, limited or kept. Machine-readable and stable: scripts and dashboards match on these.
/// decide/words.h turns each into a sentence.
enum class Reason {
  // what the strategy saw
  kWithinRange,    ///< the load is near its target
  kAboveTarget,    ///< the load asks for more replicas
  kBelowTarget,    ///< the load would be carried by fewer replicas
  kForecastAbove,  ///< more replicas cost less than the slow requests that are to be expected
  kForecastBelow,  ///< fewer replicas have been enough for long
  kBurst,          ///< the last two seconds ask for more replicas at once
  kNoSignal,       ///< nothing to judge by
  // engine facts
  kNotEnabled,        ///< watched only: nobody enabled the service
  kDryRun,            ///< said, not done: Docktor was started to try things out
  kPaused,            ///< a person told Docktor to leave the service alone
  kFixedHostPort,     ///< a published port can belong to one replica only
  kContainerName,     ///< a fixed container_name can belong to one replica only
  kGlobalMode,        ///< mode: global: one replica for each node
  kStatefulService,   ///< a store with a volume, which nobody allowed to be scaled
  kStoppedByOthers,   ///< none runs because somebody stopped it
  kEngineLost,        ///< the Docker engine does not answer: nothing can be changed
  kActionInFlight,    ///< the action before is not finished
  kOthersAtWork,      ///< somebody else is changing the service right now
  kAwaitingApproval,  ///< manual mode: only a person changes the count
  // bounds
  kTooManyReplicas,  ///< the maximum
  kTooFewReplicas,   ///< the minimum
  kHostFull,         ///< one more replica would not fit into the host's memory
  kScheduled,        ///< a schedule's bounds are in force
  kFleetLimit,       ///< a limit over all services together
  // commands
  kCommanded,      ///< a person asked for this count
  kChangedByHand,  ///< somebody changed the count without Docktor: left so for one window
  kRolledBack,     ///< an action that made things worse is taken back
  // data safety
  kMissingReadings,  ///< some replica has no fresh reading: not down
  kFallback,         ///< a source has failed too often: what the user wrote for that case
  // rates and windows
  kScaleUpLimit,         ///< the rate upward
  kScaleDownLimit,       ///< the rate downward
  kScaleUpStabilized,    ///< a lower recommendation within the window up
  kScaleDownStabilized,  ///< a higher recommendation within the window down
  kReplicasStarting,     ///< replicas are still starting: not down
  kBackoff,              ///< the last action failed: not again so soon
  kLargerFirst,          ///< those that run get a higher CPU limit before there are more of them
  // soft wishes
  kConservative,  ///< somebody asked to change as little as possible
  kAggressive,    ///< somebody asked for more replicas than the load needs
};
BOOST_DESCRIBE_ENUM(Reason, kWithinRange, kAboveTarget, kBelowTarget, kForecastAbove, kForecastBelow, kBurst, kNoSignal,
                    kNotEnabled, kDryRun, kPaused, kFixedHostPort, kContainerName, kGlobalMode, kStatefulService,
                    kStoppedByOthers, kEngineLost, kActionInFlight, kOthersAtWork, kAwaitingApproval, kTooManyReplicas,
                    kTooFewReplicas, kHostFull, kScheduled, kFleetLimit, kCommanded, kChangedByHand, kRolledBack,
                    kMissingReadings, kFallback, kScaleUpLimit, kScaleDownLimit, kScaleUpStabilized,
                    kScaleDownStabilized, kReplicasStarting, kBackoff, kLargerFirst, kConservative, kAggressive)

/// "WithinRange", "ScaleDownStabilized", …
std::string_view Name(Reason reason);

}  // namespace docktor
