#pragma once

#include <boost/describe/enum.hpp>

#include "core/build_options.h"

namespace docktor {

/// Places between two steps of an action, at which a test kills the process. Named by what was done last.
enum class FailPoint {
  kDecided,         ///< an action is wanted; nothing of it is on record
  kIntentKept,      ///< the intent is on disk, nothing is done
  kLineWritten,     ///< a line of the journal is in its file, and not yet on the medium
  kCensusTaken,     ///< it is known what there is to copy
  kCopyMade,        ///< a copy is there and has not been started
  kFilesGiven,      ///< it has the files that Compose writes
  kCopyStarted,     ///< it runs
  kHooksRun,        ///< and has run its post_start hooks
  kAllAdded,        ///< all copies run
  kComposeBegun,    ///< Compose is at work
  kComposeEnded,    ///< and has started replicas
  kDrained,         ///< those that are to go have been drained
  kPreStopRun,      ///< and have run their pre_stop hooks
  kStopped,         ///< one has stopped
  kReplicaRemoved,  ///< and is gone
  kAllRemoved,      ///< all that were to go are gone
  kReplicaResized,  ///< one has another limit
  kActionDone,      ///< all is done, and the end not on record
  kEndKept,         ///< the end is on record, and the pilots do not know of it
  kOutcomeJudged,   ///< they do, and have judged it; nothing of that is on record
  kBalancerTold,    ///< the load balancer knows of it
  kOverrideMade,    ///< a command is obeyed, and the override that it makes not on record
  kAnswerDue,       ///< it is on record, and whoever gave the command does not know
  kTidyBegun,       ///< what an action that was cut short has left is known
  kTidied,          ///< some of it is gone
};
BOOST_DESCRIBE_ENUM(FailPoint, kDecided, kIntentKept, kLineWritten, kCensusTaken, kCopyMade, kFilesGiven, kCopyStarted,
                    kHooksRun, kAllAdded, kComposeBegun, kComposeEnded, kDrained, kPreStopRun, kStopped,
                    kReplicaRemoved, kAllRemoved, kReplicaResized, kActionDone, kEndKept, kOutcomeJudged, kBalancerTold,
                    kOverrideMade, kAnswerDue, kTidyBegun, kTidied)

#ifdef DOCKTOR_FAIL_POINTS
/// What happens at each. Set once, before there are threads; null: nothing.
inline void (*at_fail_point)(FailPoint) = nullptr;
inline void MayDieAt(FailPoint point) {
  if (at_fail_point != nullptr) at_fail_point(point);
}
#else
/// Nothing, in all builds but those for tests.
inline void MayDieAt(FailPoint) {}
#endif

}  // namespace docktor
