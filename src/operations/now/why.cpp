#include "operations/now/why.h"

#include <algorithm>
#include <functional>

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

std::optional<HistoryItem> LastChange(const remember::History& history, const ServiceKey& service) {
  const auto entries = history.List({.service = service, .actions_only = true, .limit = 1});
  if (entries.empty()) return std::nullopt;
  return ItemOf(entries.front());
}

HistoryItem Seen(const pilot::ServiceView& view, const Decision& decision) {
  return {.decision = decision,
          .sentence = decide::Sentence(decision),
          .last = std::max(decision.at, view.next_look.value_or(decision.at) - view.spec.interval),
          .looks = std::max<std::int64_t>(1, view.equal_looks)};
}

using Found = Result<remember::HistoryEntry>;

/// Calls `tell` with that decision: at once where it is in memory, else once the whole journal has been read for it,
/// which nobody else waits for.
void LookUp(const Context& context, DecisionId id, const Reply<WhyOutput>& reply,
            std::function<void(const Found&)> tell) {
  if (auto entry = context.history.InMemory(id)) return tell(*std::move(entry));
  const auto put = context.workbench.Put(
      [id, tell = std::move(tell), &history = context.history](const auto&) { tell(history.Find(id)); });
  if (!put) reply.Fail(put.error());
}

void ExplainDecision(const Context& context, DecisionId id, const Reply<WhyOutput>& reply) {
  LookUp(context, id, reply, [reply](const Found& entry) {
    reply.Answer(entry.map([](const auto& found) { return Explain(ItemOf(found)); }));
  });
}

/// The snapshot's decision is the newest; what came of it is in the history, which lags behind by a disk's sync.
/// Empty: there is none on record that says more.
std::optional<DecisionId> OnRecord(const Context& context, const pilot::ServiceView& view) {
  const auto newest = context.history.NewestOf(view.key);
  const auto& decision = view.decision;
  return !decision || (decision->action && newest == decision->id) ? newest : std::nullopt;
}

/// `found`: its newest decision as it is on record.
Result<WhyOutput> ExplainService(const remember::History& history, const pilot::ServiceView& view, const Found& found) {
  if (!found && !view.decision)
    return Fail(Errc::kUnavailable, "nothing has been decided for " + view.key.Text() + " yet",
                "ask again in a few seconds");
  auto out = Explain(found ? ItemOf(*found) : Seen(view, *view.decision));
  if (!out.item.decision.action) out.last_change = LastChange(history, view.key);
  return out;
}

void ExplainService(const Context& context, const std::string& name, const Reply<WhyOutput>& reply) {
  const auto snapshot = context.pilots.Latest();
  const auto view = FindService(*snapshot, name);
  if (!view) return reply.Fail(view.error());
  const auto tell = [reply, snapshot, &view = **view, &history = context.history](const Found& found) {
    reply.Answer(ExplainService(history, view, found));
  };
  const auto newest = OnRecord(context, **view);
  if (!newest) return tell(Fail(Errc::kNotFound, "it is not on record"));
  LookUp(context, *newest, reply, tell);
}

void RunWhy(Context& context, const Caller&, WhyInput input, Reply<WhyOutput> reply) {
  if (input.service.has_value() == input.decision.has_value())
    return reply.Fail({Errc::kInvalidInput, "why: name a service or a decision, one of them",
                       "for example: docktor why web, or docktor why --decision d42"});
  input.service ? ExplainService(context, *input.service, reply) : ExplainDecision(context, *input.decision, reply);
}

void RunShow(Context& context, const Caller&, ShowInput input, Reply<WhyOutput> reply) {
  ExplainDecision(context, input.decision, reply);
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
