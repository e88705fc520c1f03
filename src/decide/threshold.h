#pragma once

#include <span>

#include "core/spec.h"
#include "decide/target.h"

namespace docktor::decide {

/// The rule of the first Docktor: mean CPU of the ready replicas above `cpu_high` asks for `step_up` more, below
/// `cpu_low` for `step_down` fewer. Replicas that are starting count as if they carried their share already, so that no
/// step is taken twice. `current` is kept where there is nothing to judge by (kNoSignal).
Recommendation Threshold(int current, std::span<const ReplicaLoad> replicas, const ThresholdSettings& settings);

}  // namespace docktor::decide
