#pragma once

#include <vector>

#include "core/time.h"
#include "serve/metrics/family.h"

namespace docktor::serve::metrics {

/// What this process uses, by the names that all clients of Prometheus give it. What cannot be read is left out.
std::vector<Family> ProcessFamilies(Instant started_at);

}  // namespace docktor::serve::metrics
