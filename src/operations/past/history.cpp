#include "operations/past/history.h"

#include <algorithm>

#include "decide/strategy.h"
#include "operations/shared/find_service.h"
#include "operations/shared/since.h"

namespace docktor::operations {
namespace {

using remember::Store;

constexpr int kMostPoints = 5000;

std::optional<double> TargetOf(const Spec& spec, const std::string& signal) {
  if (signal == "cpu.utilization") return decide::CpuTarget(spec);
  for (const auto& one : spec.signals)
    if (one.signal == signal) return one.target;
  return std::nullopt;
}

HistoryOutput Asked(const pilot::ServiceView& view, const HistoryInput& input, Instant since, Instant now) {
  HistoryOutput out{.service = view.key,
                    .signal = input.signal,
                    .since = since,
                    .at = now,
                    .step = StepFor(since, now, input.points),
                    .target = TargetOf(view.spec, input.signal),
                    .min = view.spec.min,
                    .max = view.spec.max};
  for (const auto& signal : view.inputs.signals) out.signals.push_back(signal.name);
  return out;
}

void Run(Context& context, const Caller&, HistoryInput input, Reply<HistoryOutput> reply) {
  const auto snapshot = context.pilots.Latest();
  const auto view = FindService(*snapshot, input.service);
  if (!view) return reply.Fail(view.error());
  const auto now = context.clock.Now();
  const auto since = SinceOf(input.since, now);
  if (!since) return reply.Fail(since.error());
  if (input.points < 1 || input.points > kMostPoints)
    return reply.Fail({Errc::kInvalidInput, "points: from 1 to " + std::to_string(kMostPoints), ""});
  auto out = Asked(**view, input, *since, now);
  context.store.Series({out.service, out.signal, out.since, out.step},
                       [reply, out](Result<std::vector<remember::SeriesPoint>> points) mutable {
                         if (!points) return reply.Fail(std::move(points).error());
                         out.points = *std::move(points);
                         reply.Answer(out);
                       });
}

}  // namespace

Duration StepFor(Instant since, Instant now, int points) {
  const auto kept = now - since > Store::kFineKept ? Store::kCoarse : Store::kFine;
  const auto least = std::max<Duration>(kept, (now - since) / points);
  return std::chrono::ceil<std::chrono::duration<std::int64_t, std::ratio<10>>>(least);
}

Operation HistoryOperation() {
  return Declare<HistoryInput, HistoryOutput>(
      {.name = "history",
       .summary = "What a signal of a service was, and how many replicas ran: a series of points",
       .help =
           "Each point is the mean and the highest of the samples in its step, which is as long as it takes to have no "
           "more points than wanted. Samples are kept every ten seconds for two days, every minute for five weeks.",
       .examples = {"history web", "history web --since 24h --points 100",
                    "history web --signal memory.utilization --json"},
       .fields = {{.name = "service",
                   .help = "which one",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired},
                  {.name = "signal", .help = "cpu.utilization unless said"},
                  {.name = "since", .help = "how far back: 1h, 7d; or a time"},
                  {.name = "points", .help = "the most of them; 500 unless said"}}},
      Run);
}

}  // namespace docktor::operations
