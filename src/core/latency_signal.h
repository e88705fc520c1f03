#pragma once

#include <optional>
#include <string_view>

namespace docktor {

/// How long answers take: "latency", the mean, or "latency.p95" and the like, the time within which a share of them
/// came. All in seconds.
struct LatencySignal {
  std::optional<double> share;  ///< 0.95 of latency.p95, in (0, 1); empty: the mean

  /// Empty: the signal of this name is no latency, or one of no such share.
  static std::optional<LatencySignal> Parse(std::string_view signal);
};

}  // namespace docktor
