#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/status_cells.h"
#include "cli/render/table.h"
#include "cli/render/times.h"
#include "operations/shared/did_you_mean.h"

namespace docktor::cli {
namespace {

using operations::StatusOutput;

std::string Head(const StatusOutput& status, const Look& look) {
  const auto& daemon = status.daemon;
  auto line = Paint("docktor " + daemon.version, Ink::kBold, look) + " · project " +
              operations::Listed(daemon.projects) + " · up " + Rough(status.at - daemon.started_at) + " · " +
              daemon.engine;
  if (status.host)
    line += fmt::format(" · host CPU {}, {:.1f} GiB free", Percent(status.host->cpu_utilization),
                        static_cast<double>(status.host->memory_available_bytes) / (1 << 30));
  else if (!status.readings_from.empty())
    line += " · replicas read from " + status.readings_from;
  if (!daemon.url.empty()) line += " · " + daemon.url;
  if (daemon.dry_run) line += " · " + Paint("dry run", Ink::kYellow, look);
  return line + "\n";
}

std::string_view May(BrainMode mode) {
  switch (mode) {
    case BrainMode::kOff: return "is not asked";
    case BrainMode::kExplain: return "explains";
    case BrainMode::kAdvise: return "advises";
    case BrainMode::kDecide: return "decides";
  }
  return {};
}

std::string Spent(const brain::Taken& taken) {
  return fmt::format("{} questions in the last hour, {} tokens and {:.2f} $ in the last day", taken.calls_in_hour,
                     taken.tokens_in_day, taken.dollars_in_day);
}

/// Talks count as judgements do.
std::string Spent(const brain::SpentOnModels& spent) {
  std::string line;
  for (const auto& [taken, where] : {std::pair{spent.here, "here"}, {spent.elsewhere, "elsewhere"}})
    if (taken.tokens_in_day > 0 || taken.calls_in_hour > 0) line += fmt::format("; {}: {}", where, Spent(taken));
  return line;
}

std::string Model(const StatusOutput& status, const Look& look) {
  if (!status.model) return {};
  const auto& c = status.model->counsel;
  auto line = fmt::format("model {} {}: asked {}", status.model->model, May(status.model->mode), c.asked);
  for (const auto& [count, word] : {std::pair{c.followed, "followed"},
                                    {c.same, "as the rules"},
                                    {c.unsure, "unsure"},
                                    {c.late, "late"},
                                    {c.invalid, "invalid"},
                                    {c.failed, "unanswered"}})
    if (count > 0) line += fmt::format(", {} {}", count, word);
  line += Spent(status.model->spent);
  if (!c.trouble.empty()) line += "; " + Paint(c.trouble, Ink::kYellow, look);
  return line + "\n";
}

std::string Troubles(const StatusOutput& status, const Look& look) {
  std::string out;
  if (status.engine_lost) out += Paint("Docker does not answer: " + *status.engine_lost, Ink::kRed, look) + "\n";
  if (status.journal_error)
    out += Paint("the journal cannot be written: " + *status.journal_error, Ink::kRed, look) + "\n";
  if (status.journal_loss)
    out += Paint("the journal: something of it is lost: " + *status.journal_loss, Ink::kYellow, look) + "\n";
  if (status.settings_error)
    out +=
        Paint("changed settings are refused, the old ones are in force: " + *status.settings_error, Ink::kRed, look) +
        "\n";
  return out;
}

std::string Warnings(const StatusOutput& status, const Look& look) {
  std::string out;
  for (const auto& s : status.services)
    for (const auto& warning : s.warnings)
      out += Paint("warning:", Ink::kYellow, look) + " " + s.service.service + ": " + warning + "\n";
  return out.empty() ? out : "\n" + out;
}

/// What a person is asked, a line each.
std::string Proposals(const StatusOutput& status, const Look& look) {
  std::string out;
  for (const auto& s : status.services)
    if (s.proposal)
      out += fmt::format("{} {}: {} → {}, until {}: docktor approve {}\n", Paint("proposal", Ink::kCyan, look),
                         s.service.service, s.proposal->from, s.proposal->to, LocalTime(s.proposal->expires, status.at),
                         s.proposal->id.Text());
  return out.empty() ? out : "\n" + out;
}

}  // namespace

std::string RenderStatus(const StatusOutput& status, const Look& look) {
  Table table({"SERVICE", "REPLICAS", "LOAD", "MODE", "LAST DECISION", "NEXT LOOK"});
  const bool several = status.daemon.projects.size() > 1;
  for (const auto& s : status.services)
    table.Add({{several ? s.service.Text() : s.service.service, Ink::kBold},
               ReplicasCell(s),
               LoadCell(s),
               ModeCell(s, status.at),
               {LastDecision(s, status.at)},
               {s.next_look ? Relative(*s.next_look, status.at) : "–"}});
  auto out = Head(status, look) + Model(status, look) + Troubles(status, look);
  if (!table.empty()) return out + table.Draw(look) + Proposals(status, look) + Warnings(status, look);
  return out + "no container of the project has been seen; start it: docker compose up -d\n";
}

}  // namespace docktor::cli
