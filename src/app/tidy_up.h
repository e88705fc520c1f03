#pragma once

#include "act/engine_actuator.h"
#include "pilot/memory.h"

namespace docktor::app {

/// Removes what the actions without an end in `memory` have left half done, and logs it. Returns when that is done, but
/// soon in any case: an engine that hangs delays no start. What is not done by then goes on, and actions of that
/// service wait for it.
void TidyUp(act::EngineActuator& actuator, const pilot::FleetMemory& memory);

}  // namespace docktor::app
