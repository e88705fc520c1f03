#pragma once

#include <optional>
#include <vector>

#include "core/decision.h"
#include "core/spec.h"

namespace docktor::decide {

/// The bounds (kScheduled) of those schedules that are in force at `now`, each until its end. A schedule is in force
/// from a moment of its `start` to the next one of its `end`; one that cannot be read is passed over, settings tell.
std::vector<Constraint> Scheduled(const std::vector<Schedule>& schedules, Instant now);

/// When the next of them begins or ends; empty: none ever does.
std::optional<Instant> NextTurn(const std::vector<Schedule>& schedules, Instant now);

}  // namespace docktor::decide
