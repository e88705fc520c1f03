#include "simulate/trace.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>

#include <fmt/format.h>

#include "simulate/noise.h"

namespace docktor::simulate {
namespace {

constexpr std::size_t kMostLines = 10'000'000;
constexpr double kMostRate = 1e9, kLeastStep = 0.01, kMostStep = 86'400;

struct Line {
  double seconds = 0, rate = 0;
};

std::optional<double> Figure(std::string_view text) {
  double value = 0;
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  return whole && std::isfinite(value) && value >= 0 ? std::optional(value) : std::nullopt;
}

std::optional<Line> Parse(std::string_view line) {
  const auto comma = line.find(',');
  if (comma == line.npos) return std::nullopt;
  const auto seconds = Figure(line.substr(0, comma)), rate = Figure(line.substr(comma + 1));
  return seconds && rate ? std::optional(Line{*seconds, *rate}) : std::nullopt;
}

/// From `from` to `to`, which are within the trace.
double MeanOver(const Trace& trace, Duration from, Duration to) {
  double sum = 0;
  for (auto at = from; at < to;) {
    const auto step = at / trace.step;
    const auto until = std::min(to, trace.step * (step + 1));
    sum += trace.rates[static_cast<std::size_t>(step)] * Seconds(until - at);
    at = until;
  }
  return sum / Seconds(to - from);
}

}  // namespace

Result<Trace> ReadTrace(const std::string& path) {
  std::ifstream in(path);
  if (!in) return Fail(Errc::kNotFound, fmt::format("read the trace {}: it cannot be opened", path));
  Trace trace{.name = std::filesystem::path(path).stem().string()};
  double step = 0, before = 0;
  std::size_t number = 1;
  const auto wrong = [&](std::string_view what) {
    return Fail(Errc::kInvalidInput, fmt::format("read the trace {}: line {}: {}", path, number, what),
                "a heading, then lines of seconds,requests_per_second at equal distances");
  };
  std::string line;
  for (; std::getline(in, line) && number < kMostLines; ++number) {
    const auto parsed = Parse(line);
    if (!parsed && number == 1) continue;  // a heading
    if (!parsed && line.find_first_not_of(" \r") == line.npos) continue;
    if (!parsed) return wrong("it is no pair of figures from 0 on");
    if (parsed->rate > kMostRate) return wrong("more than a billion requests a second");
    if (trace.rates.size() == 1) step = parsed->seconds - before;
    if (!trace.rates.empty() && (step <= 0 || std::abs(parsed->seconds - before - step) > 1e-3))
      return wrong("its time is not as far from the one before as the first two are");
    before = parsed->seconds;
    trace.rates.push_back(parsed->rate);
  }
  if (trace.rates.size() < 2) return wrong("it ends after fewer than two lines of figures");
  if (step < kLeastStep || step > kMostStep) return wrong("its figures are not between 10 ms and a day apart");
  trace.step = FromSeconds(step);
  return trace;
}

Trace MadeUpDay() {
  Trace trace{.name = "a made-up day", .step = 10s};
  const Noise noise(Noise::SeedOf(trace.name));
  for (Duration at{0}; at < 24h; at += trace.step) {
    const double hours = Seconds(at) / 3600;
    const double calm = 250 - 200 * std::cos(2 * M_PI * hours / 24);
    const bool burst = std::fmod(hours, 3.5) > 3.35;
    trace.rates.push_back(calm * (burst ? 3 : 1) * (1 + 0.03 * noise.Normal(static_cast<std::uint64_t>(at.count()))));
  }
  return trace;
}

Trace Resampled(const Trace& trace, Duration tick) {
  Trace other{.name = trace.name, .step = tick};
  const auto whole = trace.step * static_cast<std::int64_t>(trace.rates.size());
  for (Duration at{0}; at < whole; at += tick) other.rates.push_back(MeanOver(trace, at, std::min(at + tick, whole)));
  return other;
}

}  // namespace docktor::simulate
