#include "observe/sources/request_meter.h"

#include <cmath>

#include "core/latency_signal.h"

namespace docktor::observe {
namespace {

bool Fell(const RequestCounts& before, const RequestCounts& after) {
  return after.requests < before.requests || after.answered < before.answered || after.seconds < before.seconds;
}

double Growth(const RequestCounts& before, const RequestCounts& after, double bound) {
  const auto was = before.no_slower.find(bound);
  return after.no_slower.at(bound) - (was == before.no_slower.end() ? 0 : was->second);
}

}  // namespace

std::optional<RequestFigure> RequestFigure::Parse(const std::string& signal) {
  if (signal == "requests_per_second") return RequestFigure{Kind::kPerSecond};
  const auto latency = LatencySignal::Parse(signal);
  if (!latency) return std::nullopt;
  return latency->share ? RequestFigure{Kind::kQuantile, *latency->share} : RequestFigure{Kind::kMeanLatency};
}

std::optional<double> Quantile(const RequestCounts& before, const RequestCounts& after, double quantile) {
  const auto total = after.answered - before.answered;
  if (total <= 0 || after.no_slower.empty()) return std::nullopt;
  const auto rank = quantile * total;
  double lower_bound = 0, lower_count = 0;
  for (const auto& [bound, _] : after.no_slower) {
    const auto count = Growth(before, after, bound);
    if (std::isinf(bound)) break;
    if (count >= rank && count > lower_count)
      return lower_bound + (bound - lower_bound) * (rank - lower_count) / (count - lower_count);
    lower_bound = bound;
    lower_count = count;
  }
  return lower_bound;  // slower than every bucket can tell
}

std::optional<double> RequestMeter::Take(const RequestCounts& counts, SteadyTime now) {
  const auto before = std::exchange(before_, counts);
  const auto elapsed = now - std::exchange(before_at_, now);
  if (!before || elapsed < 1ms || elapsed > longest_gap_ || Fell(*before, counts)) return std::nullopt;
  const auto answered = counts.answered - before->answered;
  switch (figure_.kind) {
    case RequestFigure::Kind::kPerSecond:
      return (counts.requests - before->requests) / std::chrono::duration<double>(elapsed).count();
    case RequestFigure::Kind::kMeanLatency:
      return answered > 0 ? std::optional((counts.seconds - before->seconds) / answered) : std::nullopt;
    case RequestFigure::Kind::kQuantile: return Quantile(*before, counts, figure_.quantile);
  }
  return std::nullopt;
}

}  // namespace docktor::observe
