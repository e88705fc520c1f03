#include "operations/now/why.h"

#include <algorithm>

#include "decide/words.h"
#include "operations/shared/find_service.h"

namespace docktor::operations {
namespace {

struct ShowInput {
  DecisionId decision;
};
BOOST_DESCRIBE_STRUCT(ShowInput, (), (decision))

WhyOutput Explain(HistoryItem item) {
  WhyOutput out{.item = std::move(item)};
  const auto& decision = out.item.decision;
  out.lines = decide::Why(decision);
  out.strategy = decide::StrategyInWords(decision);
  out.limits = decide::LimitsInWords(decision);
  out.turning = decide::TurningPoints(decision);
  return out;
}

std::optional<HistoryItem> LastChange(const Context& context, const ServiceKey& service) {
  const auto entries = context.history.List({.service = service, .actions_only = true, .limit = 1});
  if (entries.empty()) return std::nullopt;
  return ItemOf(entries.front());
}

HistoryItem Seen(const pilot::ServiceView& view, const Decision& decision) {
  return {.decision = decision,
          .sentence = decide::Sentence(decision),
          .last = std::max(decision.at, view.next_look.value_or(decision.at) - view.spec.interval),
          .looks = std::max<std::int64_t>(1, view.equal_looks)};
}

/// The snapshot's decision is the newest; what came of it is in the history, which lags behind by a disk's sync.
std::optional<HistoryItem> Latest(const Context& context, const pilot::ServiceView& view) {
  const auto entry = context.history.Latest(view.key);
  const bool on_record =
      entry && (!view.decision || (view.decision->action && entry->decision.id == view.decision->id));
  if (on_record) return ItemOf(*entry);
  if (view.decision) return Seen(view, *view.decision);
  return std::nullopt;
}

Result<WhyOutput> ExplainDecision(const Context& context, DecisionId id) {
  const auto entry = context.history.Find(id);
  if (!entry) return tl::unexpected<Error>(entry.error());
  return Explain(ItemOf(*entry));
}

Result<WhyOutput> ExplainService(const Context& context, const std::string& name) {
  const auto snapshot = context.pilots.Latest();
  const auto view = FindService(*snapshot, name);
  if (!view) return tl::unexpected<Error>(view.error());
  auto item = Latest(context, **view);
  if (!item)
    return Fail(Errc::kUnavailable, "nothing has been decided for " + (*view)->key.Text() + " yet",
                "ask again in a few seconds");
  auto out = Explain(*std::move(item));
  if (!out.item.decision.action) out.last_change = LastChange(context, (*view)->key);
  return out;
}

void RunWhy(Context& context, const Caller&, WhyInput input, Reply<WhyOutput> reply) {
  if (input.service.has_value() == input.decision.has_value())
    return reply.Fail({Errc::kInvalidInput, "why: name a service or a decision, one of them",
                       "for example: docktor why web, or docktor why --decision d42"});
  reply.Answer(input.service ? ExplainService(context, *input.service) : ExplainDecision(context, *input.decision));
}

void RunShow(Context& context, const Caller&, ShowInput input, Reply<WhyOutput> reply) {
  reply.Answer(ExplainDecision(context, input.decision));
}

}  // namespace

Operation WhyOperation() {
  return Declare<WhyInput, WhyOutput>(
      {.name = "why",
       .summary = "Why a service has the replicas that it has: the last decision in full",
       .help =
           "Shows what was seen, what the strategy makes of it, every limit in force and until when, and what would "
           "have changed the decision.",
       .examples = {"why web", "why --decision d42", "why web --json"},
       .fields = {{.name = "service", .help = "web, or project/web", .place = Field::Place::kPositional},
                  {.name = "decision", .help = "a decision's id, instead of a service"}}},
      RunWhy);
}

Operation ShowDecisionOperation() {
  return Declare<ShowInput, WhyOutput>({.name = "decisions show",
                                        .summary = "One decision in full, with what came of it",
                                        .examples = {"decisions show d42"},
                                        .fields = {{.name = "decision",
                                                    .help = "its id, as in `decisions list`",
                                                    .place = Field::Place::kPositional,
                                                    .need = Field::Need::kRequired}}},
                                       RunShow);
}

}  // namespace docktor::operations
