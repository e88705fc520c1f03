#pragma once

#include <functional>
#include <string>

#include <fmt/core.h>

#include "bench/times.h"

namespace docktor::bench {

/// Median seconds of `runs` runs, after one that does not count.
inline double Median(int runs, const std::function<void()>& body) {
  body();
  Times times;
  for (int i = 0; i < runs; ++i) times.Take(body);
  return times.Median();
}

/// A row of the report: milliseconds, and how that compares with the baseline of the same run.
inline void Row(const std::string& what, double seconds, double baseline) {
  fmt::print("  {:<56} {:10.3f} ms   {:8.2f} x the baseline\n", what, seconds * 1e3, seconds / baseline);
}

/// What a bench must reach: a line for each, with what was measured.
class Goals {
 public:
  void AtMost(const std::string& what, double measured, double most, const std::string& unit) {
    const bool reached = measured <= most;
    fmt::print("goal: {}: {:.2f} {} of {:.2f} {} at most: {}\n", what, measured, unit, most, unit,
               reached ? "reached" : "missed");
    missed_ = missed_ || !reached;
  }
  /// Of the program: 1 where one was missed.
  int ExitStatus() const { return missed_ ? 1 : 0; }

 private:
  bool missed_ = false;
};

}  // namespace docktor::bench
