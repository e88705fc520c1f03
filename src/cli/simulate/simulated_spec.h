#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/spec.h"

namespace docktor::cli::simulate {

/// A service named sim/web that is enabled and has these settings, each "key=value" with the keys of `x-docktor`
/// ("targets.cpu=70%"); unless said, from 1 to 30 replicas.
///
/// kInvalidInput: names the setting and what would be right.
Result<Spec> SpecOf(const std::vector<std::string>& settings);

}  // namespace docktor::cli::simulate
