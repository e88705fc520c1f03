#pragma once

#include <vector>

#include "core/decision.h"

namespace docktor::decide {

/// What the constraints make of `wanted`: their intersection. Where two exclude each other the lower rank yields as
/// far as it must (of equal ranks the floor yields), and is named in `overruled`.
Verdict Resolve(int wanted, std::vector<Constraint> constraints);

/// Whether `reason` is in force in the verdict.
bool InForce(const Verdict& verdict, Reason reason);

}  // namespace docktor::decide
