#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/table.h"
#include "cli/render/times.h"
#include "decide/words.h"

namespace docktor::cli {
namespace {

using operations::HistoryItem;

bool CalledOff(const HistoryItem& item) {
  return item.report && NothingMoved(*item.report) && !item.decision.action->resize;
}

Cell ResultOf(const HistoryItem& item) {
  if (!item.decision.action) return {item.looks > 1 ? fmt::format("held, {} looks", item.looks) : "held", Ink::kFaint};
  if (item.outcome) return {decide::InWords(item.outcome->kind), InkOf(item.outcome->kind)};
  if (!item.report) return {"under way", Ink::kYellow};
  if (CalledOff(item)) return {"called off", Ink::kFaint};
  return item.report->ok ? Cell{"done", Ink::kPlain} : Cell{"failed", Ink::kRed};
}

std::string WhatCameOfIt(const HistoryItem& item, const Look& look) {
  std::string out;
  if (item.report) {
    const auto& r = *item.report;
    out += fmt::format("Done {}: {} added, {} removed", LocalTime(r.at, look.now), r.added.size(), r.removed.size());
    out += r.ok ? "\n" : "; " + Paint("failed: " + r.message, Ink::kRed, look) + "\n";
    if (r.ok && !r.message.empty()) out += "Note: " + r.message + "\n";
    for (const auto& volume : r.kept_volumes) out += "Kept volume " + volume + ": it was not Docktor's to delete\n";
  }
  if (item.outcome) {
    const auto& o = *item.outcome;
    out += "Outcome: " + Paint(decide::InWords(o.kind), InkOf(o.kind), look);
    if (o.until_ready) out += fmt::format(", ready after {:.1f} s", Seconds(*o.until_ready));
    out += (o.message.empty() ? "" : ": " + o.message) + "\n";
  }
  return out;
}

std::string When(const HistoryItem& item, const Look& look) {
  auto text = LocalTime(item.decision.at, look.now) + ", " + Relative(item.decision.at, look.now);
  if (item.looks > 1)
    text += fmt::format("; {} looks in a row came to the same, the last {}", item.looks, Relative(item.last, look.now));
  return text;
}

std::string NotKept(const std::vector<RecordsLost>& lost, const Look& look) {
  std::string out;
  for (const auto& gap : lost)
    out += Paint(fmt::format("{} record{} from {} to {} could not be kept: the journal's disk took nothing, and there "
                             "was no more room in memory",
                             gap.count, gap.count == 1 ? "" : "s", LocalTime(gap.first, look.now),
                             LocalTime(gap.last, look.now)),
                 Ink::kYellow, look) +
           "\n";
  return out;
}

}  // namespace

Ink InkOf(OutcomeKind kind) {
  if (kind == OutcomeKind::kSuccess) return Ink::kGreen;
  return kind == OutcomeKind::kFailed || kind == OutcomeKind::kRolledBack ? Ink::kRed : Ink::kYellow;
}

std::string RenderWhy(const operations::WhyOutput& why, const Look& look) {
  auto out = Paint(why.item.sentence, Ink::kBold, look) + "\n" +
             Paint(why.item.decision.id.Text() + " · " + When(why.item, look), Ink::kFaint, look) + "\n\n";
  for (const auto& line : why.lines) out += line + "\n";
  out += WhatCameOfIt(why.item, look);
  if (why.last_change)
    out += "\nLast change: " + why.last_change->sentence + " (" + why.last_change->decision.id.Text() + ", " +
           Relative(why.last_change->decision.at, look.now) + ")\n";
  return out;
}

std::string RenderDecisions(const operations::ListDecisionsOutput& decisions, const Look& look) {
  if (decisions.decisions.empty()) return "nothing has been decided yet\n" + NotKept(decisions.lost, look);
  Table table({"ID", "TIME", "DECISION", "RESULT"});
  for (const auto& item : decisions.decisions)
    table.Add({{item.decision.id.Text(), Ink::kBold},
               {LocalTime(item.decision.at, look.now) + " (" + Relative(item.decision.at, look.now) + ")"},
               {item.sentence},
               ResultOf(item)});
  return table.Draw(look) + NotKept(decisions.lost, look);
}

std::string RenderVerification(const remember::Verification& v, const Look& look) {
  auto out = v.ok ? Paint("the journal is whole", Ink::kGreen, look) : Paint("the journal is broken", Ink::kRed, look);
  out += fmt::format(": {} records in {} segment{}\n", v.records, v.segments, v.segments == 1 ? "" : "s");
  if (v.pruned > 0) out += fmt::format("{} older records were deleted for their age or for room\n", v.pruned);
  if (v.problem) out += v.problem->what + "\n";
  if (v.torn_bytes > 0)
    out += fmt::format("{} bytes of half a line at the end: the next start repairs that\n", v.torn_bytes);
  if (v.lost > 0)
    out +=
        fmt::format("{} records were never written: the disk refused them, and there was no room in memory\n", v.lost);
  if (v.unreadable > 0) out += fmt::format("{} records are of a kind that this version does not know\n", v.unreadable);
  return out;
}

}  // namespace docktor::cli
