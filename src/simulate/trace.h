#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace docktor::simulate {

/// A load over time: requests a second, for as long as `step` each.
struct Trace {
  std::string name;
  Duration step{0};           ///< > 0
  std::vector<double> rates;  ///< >= 0
};

/// Reads a CSV file of lines `seconds,requests_per_second` with or without a heading; the seconds are equally far
/// apart, by 10 ms to a day. The name is that of the file without its ending.
///
/// kInvalidInput, kNotFound: names file and line.
Result<Trace> ReadTrace(const std::string& path);

/// A day that is made up: from 50 to 450 requests a second and back, with a burst to three times as much every three
/// hours and a half, and 3 % of noise; for replicas that serve 50 a second.
Trace MadeUpDay();

/// The same load as the mean of each `tick`.
Trace Resampled(const Trace& trace, Duration tick);

}  // namespace docktor::simulate
