#include "cli/render/render.h"
#include "cli/render/table.h"
#include "cli/render/times.h"

namespace docktor::cli {

std::string RenderOverrides(const operations::OverridesOutput& output, const Look& look) {
  if (output.overrides.empty()) return "nothing is in force: no pause, no commanded count, no leaning\n";
  Table table({"SERVICE", "ORDER", "UNTIL", "BY", "SINCE"});
  for (const auto& [service, override, sentence] : output.overrides)
    table.Add({{service.service, Ink::kBold},
               {sentence},
               {override.until ? LocalTime(*override.until, look.now) : "it is resumed"},
               {std::string(ToJson(override.by).as_string())},
               {LocalTime(override.since, look.now), Ink::kFaint}});
  return table.Draw(look);
}

}  // namespace docktor::cli
