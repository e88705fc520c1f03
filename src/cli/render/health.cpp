#include "cli/render/render.h"
#include "cli/render/table.h"

namespace docktor::cli {

std::string RenderHealth(const operations::HealthOutput& health, const Look& look) {
  Table table({"PART", "STATE", ""});
  std::string advice;
  for (const auto& part : health.parts) {
    table.Add({{part.part, Ink::kBold}, part.ok ? Cell{"ok", Ink::kGreen} : Cell{"trouble", Ink::kRed}, {part.says}});
    if (!part.ok) advice += part.part + ": " + part.advice + "\n";
  }
  return table.Draw(look) + (advice.empty() ? "" : "\n" + advice);
}

}  // namespace docktor::cli
