#pragma once

#include "core/json.h"
#include "core/time.h"

namespace docktor::docker {

/// How long the container that `inspect` describes is given to end once it was told to: a day where it is never killed.
/// Pure.
Duration StopGrace(const json::object& inspect);

/// How long a stop of the container that `inspect` describes may take: its own grace period, and some time for the
/// engine. A day where it is never killed. Pure.
Duration StopLimit(const json::object& inspect);

}  // namespace docktor::docker
