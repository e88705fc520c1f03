#pragma once

#include <vector>

#include "operations/world/context.h"
#include "serve/metrics/family.h"

namespace docktor::serve::metrics {

/// The daemon itself, and what it stands on: the engine, its journal, its settings, the machine.
std::vector<Family> DaemonFamilies(const operations::Context& context, const pilot::Snapshot& snapshot);

}  // namespace docktor::serve::metrics
