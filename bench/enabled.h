#pragma once

#include "pilot/fleet.h"

namespace docktor::bench {

/// Every service is scaled, with all else by default.
inline pilot::SpecSource Enabled() {
  return [](const ServiceFacts& facts, std::optional<int>) {
    Spec spec;
    spec.key = facts.key;
    spec.enabled = true;
    spec.min = 1;
    return spec;
  };
}

}  // namespace docktor::bench
