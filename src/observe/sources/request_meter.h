#pragma once

#include <map>
#include <optional>
#include <string>

#include "observe/sources/source.h"

namespace docktor::observe {

/// What a proxy has counted since it was started.
struct RequestCounts {
  double requests = 0;
  double answered = 0;                   ///< those whose time was taken
  double seconds = 0;                    ///< the times of all of them
  std::map<double, double> no_slower{};  ///< of the answered: how many took at most so many seconds
};

/// The figure that a proxy's source is asked for: "requests_per_second"; "latency", the mean; "latency.p95" and the
/// like, both in seconds.
struct RequestFigure {
  enum class Kind { kPerSecond, kMeanLatency, kQuantile };
  Kind kind = Kind::kPerSecond;
  double quantile = 0;  ///< of kQuantile: in (0, 1)

  /// Empty: no figure of that name.
  static std::optional<RequestFigure> Parse(const std::string& signal);
};

/// Makes figures of counts that grow.
class RequestMeter {
 public:
  /// Counts that are further apart than `longest_gap` are not compared.
  RequestMeter(RequestFigure figure, Duration longest_gap) : figure_(figure), longest_gap_(longest_gap) {}

  /// The figure of the time since the last call. Empty: at first, after a gap, where a counter fell (the proxy was
  /// started anew), and for a latency where nothing was answered.
  std::optional<double> Take(const RequestCounts& counts, SteadyTime now);

 private:
  RequestFigure figure_;
  Duration longest_gap_;
  std::optional<RequestCounts> before_;
  SteadyTime before_at_{};
};

/// The time within which a share `quantile` of those between two counts was answered; even within a bucket. Empty where
/// there are none, or no buckets.
std::optional<double> Quantile(const RequestCounts& before, const RequestCounts& after, double quantile);

/// How long counts of a source that is read each `interval` may lie apart.
constexpr Duration LongestGap(Duration interval) { return std::max<Duration>(3 * interval, 15s); }

}  // namespace docktor::observe
