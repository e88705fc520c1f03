#pragma once

#include <chrono>
#include <thread>

#include "core/time.h"

namespace docktor::test {

/// Asks until it holds; false where it does not in that time.
template <typename Condition>
bool Within(Duration longest, const Condition& holds) {
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}
/// Holds all that time.
template <typename Condition>
bool Stays(Duration time, const Condition& holds) {
  return !Within(time, [&] { return !holds(); });
}

}  // namespace docktor::test
