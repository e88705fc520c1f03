#include "cli/render.h"
#include "cli/times.h"

namespace docktor::cli {
namespace {

Ink InkOf(const operations::Event& event) {
  if (event.kind == operations::EventKind::kDecision)
    return event.decision && event.decision->action ? Ink::kBold : Ink::kPlain;
  const bool good = event.report ? event.report->ok : event.outcome && event.outcome->kind == OutcomeKind::kSuccess;
  return good ? Ink::kGreen : Ink::kRed;
}

}  // namespace

std::string RenderCommand(const operations::CommandOutput& output, const Look& look) {
  if (output.results.empty()) return "nothing was paused or held\n";
  std::string out;
  for (const auto& result : output.results) {
    if (result.ok) {
      out += result.sentence + "\n";
      continue;
    }
    out += Paint("refused: ", Ink::kRed, look) + result.service.service + ": " + result.sentence + "\n";
    if (!result.hint.empty()) out += "  " + result.hint + "\n";
  }
  return out;
}

std::string RenderLogLine(const operations::LogLine& line, const Look& look) {
  const auto ink = line.level == "error" || line.level == "critical" ? Ink::kRed
                   : line.level == "warning"                         ? Ink::kYellow
                                                                     : Ink::kFaint;
  return Paint(LocalTime(line.at, look.now) + " " + line.level, ink, look) + " " + line.text + "\n";
}

std::string RenderEvent(const operations::Event& event, const Look& look) {
  return Paint(LocalTime(event.at, look.now), Ink::kFaint, look) + " " + Paint(event.sentence, InkOf(event), look) +
         "\n";
}

}  // namespace docktor::cli
