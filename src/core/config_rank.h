#pragma once

#include <tuple>

#include "core/replica.h"

namespace docktor {

/// Of several replicas the one with the greatest has the configuration in force: one that runs; one that Compose made
/// rather than a copy, which may be of the configuration before though it is younger; the newest.
inline auto ConfigRank(const Replica& replica) {
  return std::make_tuple(Runs(replica), !replica.copy, replica.created_at, replica.number);
}

}  // namespace docktor
