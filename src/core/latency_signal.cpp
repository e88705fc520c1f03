#include "core/latency_signal.h"

#include <charconv>

namespace docktor {

std::optional<LatencySignal> LatencySignal::Parse(std::string_view signal) {
  constexpr std::string_view kPercentile = "latency.p";
  if (signal == "latency") return LatencySignal{};
  if (!signal.starts_with(kPercentile)) return std::nullopt;
  const auto digits = signal.substr(kPercentile.size());
  double percent = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), percent);
  const bool whole = error == std::errc{} && end == digits.data() + digits.size();
  return whole && percent > 0 && percent < 100 ? std::optional(LatencySignal{percent / 100}) : std::nullopt;
}

}  // namespace docktor
