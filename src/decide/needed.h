#pragma once

#include "core/spec.h"

namespace docktor::decide {

/// How many replicas the strategy of `spec` would have for a load of so many fully busy ones that stays as it is;
/// within the bounds.
int Needed(const Spec& spec, double demand);

}  // namespace docktor::decide
