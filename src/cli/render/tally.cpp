#include <algorithm>

#include <fmt/format.h>

#include "cli/render/render.h"
#include "cli/render/table.h"

namespace docktor::cli {
namespace {

std::string Models(const std::vector<remember::ModelTally>& models, const Look& look) {
  if (models.empty()) return "no language model has been asked about a service\n";
  Table table({"MODEL", "ASKED", "FOLLOWED", "SAME", "OVERRULED", "UNSURE", "LATE", "INVALID", "FAILED", "TIME",
               "TOKENS", "COST"});
  const auto count = [](std::int64_t n) { return Cell{std::to_string(n), n == 0 ? Ink::kFaint : Ink::kPlain}; };
  for (const auto& m : models)
    table.Add({{m.model, Ink::kBold},
               count(m.asked),
               count(m.followed),
               count(m.same),
               count(m.overruled),
               count(m.unsure),
               count(m.late),
               count(m.invalid),
               count(m.failed),
               {fmt::format("{:.1f} s, p95 {:.1f} s", m.mean_seconds, m.p95_seconds)},
               {fmt::format("{} + {}", m.tokens_in, m.tokens_out)},
               {m.dollars > 0 ? fmt::format("{:.4f} $", m.dollars) : "–"}});
  std::int64_t looks = 0, asked = 0;
  for (const auto& m : models) {
    looks += m.looks;
    asked += m.asked;
  }
  return table.Draw(look) + fmt::format("{} of {} looks needed no question\n", looks - asked, looks);
}

std::string Talks(const remember::Tally& tally, const Look& look) {
  if (tally.talks.empty()) return {};
  Table table({"TALKED WITH", "TALKS", "ASKED", "TOKENS", "COST"});
  for (const auto& t : tally.talks)
    table.Add({{t.model, Ink::kBold},
               {std::to_string(t.talks)},
               {std::to_string(t.calls)},
               {fmt::format("{} + {}", t.tokens_in, t.tokens_out)},
               {t.dollars > 0 ? fmt::format("{:.4f} $", t.dollars) : "–"}});
  const auto& total = tally.total;
  return "\n" + table.Draw(look) +
         fmt::format("in all {} questions, {} tokens, {:.4f} $\n", total.calls, total.tokens, total.dollars);
}

double ShareOf(const remember::OutcomeTally& tally) {
  return 100.0 * static_cast<double>(tally.success) / static_cast<double>(tally.actions);
}

/// Whether what the model chose turned out better than what the rules did. Empty: one of them has chosen nothing.
std::string Compared(const std::vector<remember::OutcomeTally>& outcomes) {
  const auto by = [&](const char* who) {
    return std::find_if(outcomes.begin(), outcomes.end(), [&](const auto& o) { return o.by == who && o.actions > 0; });
  };
  const auto model = by("model"), rules = by("rules");
  if (model == outcomes.end() || rules == outcomes.end()) return {};
  const auto points = ShareOf(*model) - ShareOf(*rules);
  const auto* how = points > 0.5 ? "better than" : points < -0.5 ? "worse than" : "as well as";
  return fmt::format("what the model chose turned out {} what the rules did: {:.0f} % of {} against {:.0f} % of {}\n",
                     how, ShareOf(*model), model->actions, ShareOf(*rules), rules->actions);
}

std::string Outcomes(const std::vector<remember::OutcomeTally>& outcomes, const Look& look) {
  if (outcomes.empty()) return {};
  Table table({"WISHED BY", "ACTIONS", "SUCCESS", "INSUFFICIENT", "WASTEFUL", "OTHER"});
  for (const auto& o : outcomes)
    table.Add({{o.by, Ink::kBold},
               {std::to_string(o.actions)},
               {fmt::format("{} ({:.0f} %)", o.success, ShareOf(o))},
               {std::to_string(o.insufficient)},
               {std::to_string(o.wasteful)},
               {std::to_string(o.other)}});
  return "\n" + table.Draw(look) + Compared(outcomes);
}

}  // namespace

std::string RenderTally(const remember::Tally& tally, const Look& look) {
  return Models(tally.models, look) + Talks(tally, look) + Outcomes(tally.outcomes, look);
}

}  // namespace docktor::cli
