#include "pilot/load/signal_log.h"

#include <algorithm>
#include <cmath>

#include "core/latency_signal.h"

namespace docktor::pilot {
namespace {

constexpr Duration kAhead = 2s;          // a figure from further ahead of now was stamped by a broken clock
constexpr Duration kFreshAtLeast = 15s;  // a source that is asked often may miss a few turns
constexpr int kFreshIntervals = 3;

bool Sane(const ServiceReading& reading, Instant now) {
  return reading.value && std::isfinite(*reading.value) && *reading.value >= 0 && reading.at <= now + kAhead;
}

bool MayBeSilent(const SourceSettings& source) { return LatencySignal::Parse(source.signal).has_value(); }

Duration Fresh(const SourceSettings& source) { return std::max(kFreshAtLeast, kFreshIntervals * source.interval); }

}  // namespace

void SignalLog::Add(const ServiceReading& reading, Instant now) {
  const auto found = lines_.find(reading.signal);
  if (found == lines_.end()) return;
  auto& line = found->second;
  if (!reading.value && reading.error.empty()) {  // it answers, and has nothing to tell
    line.failures = 0;
    line.error.clear();
    return;
  }
  if (!Sane(reading, now)) {
    ++line.failures;
    line.error = reading.error.empty() ? "it gave no usable number" : reading.error;
    return;
  }
  if (line.value && reading.at < line.at) return;
  line = {.value = reading.value, .at = reading.at};
}

void SignalLog::Keep(const std::vector<SourceSettings>& sources, Instant now) {
  std::erase_if(lines_, [&](const auto& line) {
    return std::none_of(sources.begin(), sources.end(), [&](const auto& s) { return s.signal == line.first; });
  });
  for (const auto& source : sources) lines_.try_emplace(source.signal, Line{.at = now});
}

std::optional<double> SignalLog::Value(const SourceSettings& source, Instant now) const {
  const auto found = lines_.find(source.signal);
  return found != lines_.end() && now - found->second.at <= Fresh(source) ? found->second.value : std::nullopt;
}

bool SignalLog::Failed(const SourceSettings& source, int times, Instant now) const {
  const auto found = lines_.find(source.signal);
  if (found == lines_.end()) return false;
  if (found->second.failures >= times) return true;
  return !MayBeSilent(source) && now - found->second.at > std::max(Fresh(source), times * source.interval);
}

bool SignalLog::Missing(const SourceSettings& source, bool idle, Instant now) const {
  if (Value(source, now)) return false;
  const auto found = lines_.find(source.signal);
  return !idle || !MayBeSilent(source) || found == lines_.end() || found->second.failures > 0;
}

std::string SignalLog::Error(const std::string& signal) const {
  const auto found = lines_.find(signal);
  return found == lines_.end() ? std::string() : found->second.error;
}

std::vector<Signal> SignalLog::Signals(const std::vector<SourceSettings>& sources, Instant now) const {
  std::vector<Signal> signals;
  for (const auto& source : sources)
    if (const auto value = Value(source, now))
      signals.push_back({.name = source.signal,
                         .count = 1,
                         .mean = value,
                         .p95 = value,
                         .age = std::max(Duration{0}, now - lines_.at(source.signal).at)});
  return signals;
}

}  // namespace docktor::pilot
