#pragma once

#include <string>
#include <vector>

#include "core/decision.h"
#include "core/service.h"

namespace docktor::decide {

/// One line for lists, logs and notifications: "web 2 → 4: CPU at 91 % of 60 % target; limited by the rate upward".
std::string Sentence(const Decision& decision);

/// The whole answer to "why?", a line each: what was seen, what the strategy makes of it, every constraint in force
/// and when it ends, what was overruled, what was done, and what would have changed the decision.
std::vector<std::string> Why(const Decision& decision);

/// "at most 10 (maximum)", "not below 5 until 14:02:10 (a higher recommendation 3m ago)"; times are UTC.
std::string InWords(const Constraint& constraint);

/// Why a service cannot be scaled and what to do about it: "cannot scale: port 127.0.0.1:8080 …; publish …".
std::string InWords(const Obstacle& obstacle);

}  // namespace docktor::decide
