#pragma once

#include <optional>
#include <vector>

#include "core/decision.h"
#include "core/reading.h"
#include "core/service.h"
#include "core/spec.h"
#include "pilot/event.h"

namespace docktor::pilot {

/// The constraints that do not come from a history of their own; each is empty where it is not in force.
/// `running` is the count that they keep where they keep one.

std::vector<Constraint> EngineFacts(const Spec& spec, const std::vector<Obstacle>& obstacles, int running);
/// `finished`: replicas that have ended their work, with exit code 0. The minimum does not ask for them again.
/// `death`: how a replica ended that is missing, in words; maybe empty.
std::vector<Constraint> Bounds(const Spec& spec, int running, int finished, const std::string& death);

/// What one more replica must find free on the host.
struct MemoryNeed {
  std::int64_t replica_bytes = 0;   ///< 0: unknown, then nothing is limited
  std::int64_t promised_bytes = 0;  ///< that replicas which are starting have yet to take
};
/// A raise must fit the kernel's MemAvailable less 10 %. The first one is tried all the same: what one takes is known
/// from earlier ones only, and may have been a fault.
std::optional<Constraint> HostFull(const std::optional<HostReading>& host, const MemoryNeed& need, int running);

std::optional<Constraint> MissingReadings(int missing, int running);
/// A source has failed too often; `failed` says which and why.
Constraint FallenBack(const Fallback& fallback, int running, const std::string& failed);
std::optional<Constraint> ReplicasStarting(int starting, int running);
/// Limits over all services together; `one`: what one more replica of this service reserves.
std::vector<Constraint> FleetCeilings(const FleetLimits& limits, const Reserved& others, const Reserved& own,
                                      const Reserved& one);
/// Those that run get a higher CPU limit before there are more.
Constraint LargerFirst(const Resize& resize, int running);
/// Whether a constraint with that reason holds for how large the replicas are as well, and not for their count only.
bool LimitsSize(Reason reason);
/// What an override asks for. (kAggressive limits nothing: it lowers the targets that are steered to.)
Constraint OverrideLimit(const Override& override, int running);
Constraint Pinned(Reason reason, Rank rank, int count, std::optional<Instant> until = {}, std::string subject = {});

}  // namespace docktor::pilot
