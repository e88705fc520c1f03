#pragma once

#include <vector>

#include "pilot/view.h"
#include "remember/store/stored.h"

namespace docktor::app {

/// What the store keeps of a snapshot: the signals of each service that has fresh ones.
std::vector<remember::Sample> SamplesOf(const pilot::Snapshot& snapshot);

}  // namespace docktor::app
