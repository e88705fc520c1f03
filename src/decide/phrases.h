#pragma once

#include <string>

#include "core/decision.h"

namespace docktor::decide {

/// What a constraint says, without its end: "the maximum is 10".
std::string Phrase(const Constraint& constraint);

/// "1 replica", "3 replicas"; figures of an old record may be missing (NaN).
std::string Replicas(double n);
/// "3m ago", "just now"; NaN: "earlier".
std::string Ago(double seconds);

}  // namespace docktor::decide
