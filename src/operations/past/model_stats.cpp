#include "operations/past/model_stats.h"

#include "operations/shared/since.h"

namespace docktor::operations {
namespace {

void Run(Context& context, const Caller&, DecisionStatsInput input, Reply<remember::Tally> reply) {
  const auto since = SinceOf(input.since, context.clock.Now());
  if (!since) return reply.Fail(since.error());
  context.store.TallyUp(*since, [reply](Result<remember::Tally> tally) {
    if (!tally) return reply.Fail(std::move(tally).error());
    reply.Answer(*tally);
  });
}

}  // namespace

Operation DecisionStatsOperation() {
  return Declare<DecisionStatsInput, remember::Tally>(
      {.name = "decisions stats",
       .summary = "What came of asking language models, and how actions turned out by who wanted them",
       .help =
           "A model's advice is followed, overruled (cut by a limit), the same as the rules' recommendation, unsure "
           "(by its own account), late (its situation had passed), invalid (no advice) or failed (no answer).",
       .examples = {"decisions stats", "decisions stats --since 24h --json"},
       .fields = {{.name = "since", .help = "7d ago, a day (2026-11-24) or a time"}}},
      Run);
}

}  // namespace docktor::operations
