#pragma once

#include <functional>
#include <istream>
#include <ostream>

#include "core/result.h"
#include "core/spec.h"

namespace docktor::simulate {

/// Answers a simulator that asks a controller by lines of JSON (simbench's protocol, version 1): `init` begins a run
/// with a pilot that has learned nothing, each `tick` is one look, `end` ends. Unknown messages are answered with {}.
///
/// `spec_of`: the service that is flown, given the bounds of a run. Returns when the input ends.
/// A slow request costs what `slo_price` says, unless the spec has an SLO of its own.
/// kInvalidInput: a line that is no JSON object, a tick before an init, or a figure that cannot be.
Status AnswerSimulator(std::istream& in, std::ostream& out, const std::function<Spec(int min, int max)>& spec_of);

}  // namespace docktor::simulate
