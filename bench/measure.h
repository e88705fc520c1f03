#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace docktor::bench {

/// Median seconds of `runs` runs, after one that does not count.
inline double Median(int runs, const std::function<void()>& body) {
  std::vector<double> seconds;
  for (int i = 0; i <= runs; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    if (i > 0) seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  std::nth_element(seconds.begin(), seconds.begin() + runs / 2, seconds.end());
  return seconds[static_cast<std::size_t>(runs / 2)];
}

/// A row of the report: milliseconds, and how that compares with the baseline of the same run.
inline void Row(const std::string& what, double seconds, double baseline) {
  fmt::print("  {:<56} {:10.3f} ms   {:8.2f} x the baseline\n", what, seconds * 1e3, seconds / baseline);
}

}  // namespace docktor::bench
