#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/table.h"
#include "cli/render/times.h"

namespace docktor::cli {
namespace {

/// What is a share of something is told in per cent.
std::string Figure(const std::string& signal, double value) {
  const bool share = signal.ends_with("utilization") || signal.ends_with("_ratio");
  return share ? fmt::format("{:.0f}%", 100 * value) : fmt::format("{:.4g}", value);
}

}  // namespace

std::string RenderHistory(const operations::HistoryOutput& history, const Look& look) {
  if (history.points.empty()) return "nothing of " + history.signal + " was sampled in that time\n";
  Table table({"AT", "MEAN", "HIGHEST", "RUNNING", "READY"});
  for (const auto& point : history.points)
    table.Add({{LocalTime(point.at, look.now), Ink::kBold},
               {Figure(history.signal, point.mean)},
               {Figure(history.signal, point.high), Ink::kFaint},
               {fmt::format("{:.3g}", point.running)},
               {fmt::format("{:.3g}", point.ready)}});
  return history.signal + " of " + Paint(history.service.service, Ink::kBold, look) + ", each " + ToText(history.step) +
         ":\n" + table.Draw(look);
}

std::string RenderSettings(const operations::SettingsOutput& settings, const Look& look) {
  std::string out;
  if (settings.error) out = Paint("changed settings are refused: ", Ink::kRed, look) + *settings.error + "\n";
  for (const auto& service : settings.services) {
    Table table({"KEY", "VALUE", "SAID IN"});
    for (const auto& one : service.settings)
      table.Add({{one.key, Ink::kBold},
                 {one.value, one.origin == "default" ? Ink::kFaint : Ink::kPlain},
                 {one.origin, Ink::kFaint}});
    out += Paint(service.service.Text(), Ink::kBold, look) + "\n" + table.Draw(look) + "\n";
  }
  return out.empty() ? "no service has been seen yet\n" : out;
}

}  // namespace docktor::cli
