#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/times.h"
#include "operations/list.h"

namespace docktor::cli {
namespace {

Ink InkOf(const operations::Event& event) {
  if (event.kind == operations::EventKind::kDecision)
    return event.decision && event.decision->action ? Ink::kBold : Ink::kPlain;
  if (event.kind == operations::EventKind::kProposalEnded) return Ink::kFaint;
  if (event.outcome) return cli::InkOf(event.outcome->kind);
  return event.report && event.report->ok ? Ink::kGreen : Ink::kRed;
}

}  // namespace

std::string RenderCommand(const operations::CommandOutput& output, const Look& look) {
  if (output.results.empty()) return "nothing was in force\n";
  std::string out;
  for (const auto& result : output.results) {
    if (result.ok) {
      out += result.sentence + "\n";
      if (!result.warning.empty()) out += Paint("warning: ", Ink::kYellow, look) + result.warning + "\n";
      continue;
    }
    out += Paint("refused: ", Ink::kRed, look) + result.service.service + ": " + result.sentence + "\n";
    if (!result.hint.empty()) out += "  " + result.hint + "\n";
  }
  return out;
}

std::string RenderProposals(const operations::ProposalsOutput& output, const Look& look) {
  if (output.proposals.empty()) return "nothing waits for approval\n";
  std::string out;
  for (const auto& p : output.proposals)
    out += fmt::format("{} {} {} → {}, until {}\n  {}\n", Paint(p.id.Text(), Ink::kBold, look), p.service.service,
                       p.from, p.to, LocalTime(p.expires, look.now), p.sentence);
  const auto id = output.proposals.front().id.Text();
  return out + fmt::format("docktor approve {0} · docktor reject {0} · docktor modify {0} N\n", id);
}

/// What a model did, its own words while it says them, and in the end all of them: those that stand there already are
/// left out by whoever printed them.
std::string RenderTalk(const operations::PromptOutput& prompt, const Look& look) {
  if (!prompt.piece.empty()) return prompt.piece;
  if (prompt.operation.empty())
    return (prompt.said.empty() ? "" : prompt.said + "\n") + Paint("(" + prompt.model + ")", Ink::kFaint, look) + "\n";
  auto out = Paint("→ " + prompt.understood, Ink::kFaint, look) + "\n";
  const auto* operation = operations::Find(prompt.operation);
  const bool changes = operation != nullptr && operation->effect == operations::Effect::kChanges;
  return changes ? out + Render(prompt.operation, prompt.answer, look) : out;
}

std::string RenderPrompt(const operations::PromptOutput& prompt, const Look& look) {
  if (!prompt.model.empty()) return RenderTalk(prompt, look);
  if (prompt.understood.empty()) return prompt.said + "\n";
  auto out = Paint("→ " + prompt.understood, Ink::kBold, look) + "\n";
  for (const auto& assumed : prompt.assumed) out += Paint("  " + assumed, Ink::kFaint, look) + "\n";
  if (prompt.asks) return out + prompt.said + "\n";
  return out + (prompt.answer.is_null() ? "nothing was done\n" : Render(prompt.operation, prompt.answer, look));
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
