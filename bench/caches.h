#pragma once

#include <cstddef>
#include <vector>

namespace docktor::bench {

/// Somebody else has the processor's caches from here on, as between two looks of a daemon.
inline void UseCaches() {
  static std::vector<char> others(64 << 20);
  for (std::size_t i = 0; i < others.size(); i += 64) ++others[i];
}

}  // namespace docktor::bench
