#include "remember/store/stored.h"

#include "core/json.h"

namespace docktor::remember {
namespace {

std::string ActionName(const Decision& d) {
  if (!d.action) return "hold";
  if (d.action->resize) return "resize";
  return d.action->to > d.action->from ? "scale_up" : "scale_down";
}

std::optional<std::string> IfAny(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace

StoredDecision Stored(const HistoryEntry& entry) {
  const auto& d = entry.decision;
  const bool limited = d.verdict.because != Reason::kWithinRange;
  StoredDecision row{.id = d.id,
                     .timestamp = d.at,
                     .last = entry.last,
                     .looks = entry.looks,
                     .project = d.service.project,
                     .service = d.service.service,
                     .trigger = d.trigger,
                     .action = ActionName(d),
                     .from_replicas = d.action ? d.action->from : d.inputs.running,
                     .to_replicas = d.action ? d.action->to : d.inputs.running,
                     .reason = limited ? d.verdict.because : d.recommendation.reason,
                     .metrics = d.inputs,
                     .recommendation = d.recommendation,
                     .wish = d.wish,
                     .verdict = d.verdict};
  if (entry.report) Take(row, *entry.report);
  if (entry.outcome) Take(row, *entry.outcome);
  return row;
}

void Take(StoredDecision& row, const ActionReport& report) {
  row.report = report;
  if (report.ok) return;
  row.outcome = std::string(ToJson(OutcomeKind::kFailed).as_string());
  row.explanation = IfAny(report.message);
}

void Take(StoredDecision& row, const Outcome& outcome) {
  row.outcome = std::string(ToJson(outcome.kind).as_string());
  row.explanation = IfAny(outcome.message);
}

}  // namespace docktor::remember
