#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/table.h"
#include "cli/render/times.h"
#include "operations/shared/local_zone.h"

namespace docktor::cli {
namespace {

using operations::BacktestOutput;
using operations::ForecastOutput;

/// The steps that people are shown: the minutes, hours and day.
constexpr std::array<Duration, 9> kShown{5min, 15min, 30min, 1h, 2h, 4h, 8h, 16h, 24h};

std::string Range(int low, int high) { return low == high ? std::to_string(low) : fmt::format("{} to {}", low, high); }

std::string Steps(const ForecastOutput& forecast, const Look& look) {
  Table table({"IN", "AT (" + forecast.zone + ")", "BUSY REPLICAS", "BAND", "NEEDED"});
  for (const auto ahead : kShown) {
    const auto at = forecast.at + ahead;
    const auto step =
        std::find_if(forecast.steps.rbegin(), forecast.steps.rend(), [at](const auto& s) { return s.load.at <= at; });
    if (step == forecast.steps.rend()) continue;
    table.Add({{ToText(ahead), Ink::kBold},
               {operations::ClockTime(step->load.at, forecast.at, forecast.utc_offset)},
               {fmt::format("{:.1f}", step->load.middle)},
               {fmt::format("{:.1f} to {:.1f}", step->load.low, step->load.high), Ink::kFaint},
               {Range(step->replicas_low, step->replicas_high)}});
  }
  return table.Draw(look);
}

std::string Accuracy(const ForecastOutput& forecast, const Look& look) {
  if (forecast.accuracy.empty()) return {};
  Table table({"AHEAD", "OFF BY", "AS NOW", "AS YESTERDAY", "WITHIN THE BAND", "OCCASIONS"});
  for (const auto& a : forecast.accuracy)
    table.Add({{ToText(a.ahead), Ink::kBold},
               {fmt::format("{:.2f}", a.error)},
               {fmt::format("{:.2f}", a.error_as_now), Ink::kFaint},
               {fmt::format("{:.2f}", a.error_as_yesterday), Ink::kFaint},
               {fmt::format("{:.0f} %", 100 * a.covered)},
               {std::to_string(a.occasions), Ink::kFaint}});
  return "\nHow good this was in the last week, in busy replicas (80 % within the band would be right):\n" +
         table.Draw(look);
}

std::string Length(double hours) {
  return hours < 48 ? fmt::format("{:.1f} hours", hours) : fmt::format("{:.1f} days", hours / 24);
}

std::string Differences(const BacktestOutput& backtest, const Look& look) {
  if (backtest.differences.empty()) return {};
  Table table({"FROM", "FOR", "PRESENT", "CHANGED", "WHO DECIDED", "BECAUSE"});
  for (const auto& d : backtest.differences)
    table.Add({{LocalTime(d.from, look.now)},
               {Rough(d.to - d.from)},
               {std::to_string(d.present)},
               {std::to_string(d.changed), Ink::kBold},
               {d.by.empty() ? "–" : d.by},
               {d.because}});
  const int shown = static_cast<int>(backtest.differences.size());
  return fmt::format("\nThe counts would have differed {} time{}{}:\n", backtest.differ,
                     backtest.differ == 1 ? "" : "s",
                     shown < backtest.differ ? fmt::format("; the longest {}", shown) : "") +
         table.Draw(look);
}

}  // namespace

std::string RenderForecast(const ForecastOutput& forecast, const Look& look) {
  auto out = Paint(forecast.service.service, Ink::kBold, look) +
             fmt::format(": {} run, {}, {} of load on record\n", forecast.running,
                         forecast.demand ? fmt::format("{:.1f} busy", *forecast.demand) : "load not known",
                         Length(24 * forecast.days));
  for (const auto& hint : forecast.hints) out += Paint("→ " + hint, Ink::kBold, look) + "\n";
  if (forecast.steps.empty())
    return out +
           "too little is known to look ahead: the next minutes are told after little more than an hour of load, "
           "the whole next day after little more than a day\n";
  out += "\n" + Steps(forecast, look) + Accuracy(forecast, look);
  if (!forecast.patterns.empty()) out += fmt::format("\nWhat comes back ({}):\n", forecast.zone);
  for (const auto& pattern : forecast.patterns) out += "  " + pattern.sentence + "\n";
  return out;
}

std::string RenderBacktest(const BacktestOutput& backtest, const Look& look) {
  auto out = Paint(backtest.service.service, Ink::kBold, look) +
             fmt::format(": {} of load since {}\n\n", Length(backtest.hours), LocalTime(backtest.from, look.now));
  Table table({"", "REPLICA HOURS", fmt::format("MINUTES ABOVE {:.0f} % CPU", 100 * backtest.goal), "CHANGES"});
  for (const auto& row : backtest.rows)
    table.Add({{row.name, Ink::kBold},
               {fmt::format("{:.1f}", row.replica_hours)},
               {fmt::format("{:.1f}", row.minutes_over)},
               {std::to_string(row.changes)}});
  out += table.Draw(look) + Differences(backtest, look) + "\n";
  for (const auto& assumption : backtest.assumptions) out += Paint(assumption, Ink::kFaint, look) + "\n";
  return out;
}

}  // namespace docktor::cli
