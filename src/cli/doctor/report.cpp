#include "cli/doctor/report.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/render/table.h"

namespace docktor::cli::doctor {
namespace {

std::string Mark(Level level, const Look& look) {
  switch (level) {
    case Level::kOk: return Paint("ok     ", Ink::kGreen, look);
    case Level::kWarning: return Paint("warning", Ink::kYellow, look);
    case Level::kProblem: return Paint("problem", Ink::kRed, look);
  }
  return {};
}

auto CountOf(const Findings& findings, Level level) {
  return std::count_if(findings.all.begin(), findings.all.end(), [&](const Finding& f) { return f.level == level; });
}

}  // namespace

std::string Drawn(const Findings& findings, const Look& look) {
  std::size_t width = 0;
  for (const auto& finding : findings.all) width = std::max(width, LengthOf(finding.topic));
  std::string out;
  for (const auto& [topic, level, text, advice] : findings.all) {
    const std::string gap(width - LengthOf(topic) + 2, ' ');
    out += Mark(level, look) + "  " + Paint(topic, Ink::kBold, look) + gap + text + "\n";
    if (!advice.empty()) out += std::string(width + 11, ' ') + Paint("→ " + advice, Ink::kFaint, look) + "\n";
  }
  return out + fmt::format("\nok {}, warnings {}, problems {}\n", CountOf(findings, Level::kOk),
                           CountOf(findings, Level::kWarning), CountOf(findings, Level::kProblem));
}

json::object JsonOf(const Findings& findings) {
  return {{"ok", CountOf(findings, Level::kProblem) == 0}, {"findings", ToJson(findings.all)}};
}

}  // namespace docktor::cli::doctor
