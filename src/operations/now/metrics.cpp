#include "operations/now/metrics.h"

#include "operations/shared/find_service.h"

namespace docktor::operations {
namespace {

void Add(const Context& context, const pilot::ServiceView& view, Duration window, MetricsOutput& out) {
  for (const auto& replica : view.replicas) {
    if (!Runs(replica.phase)) continue;
    ReplicaUsage one{.service = view.key, .replica = replica.name};
    if (const auto usage = context.meter.Since(replica.id, context.clock.Now() - window)) {
      one.cpu = usage->cpu_cores;
      one.memory_bytes = usage->memory_bytes;
      one.readings = usage->readings;
    }
    out.replicas.push_back(std::move(one));
  }
}

void Run(Context& context, const Caller&, MetricsInput input, Reply<MetricsOutput> reply) {
  if (input.window <= Duration{0} || input.window > Meter::kKept)
    return reply.Fail({Errc::kInvalidInput, "--window: wants a time above zero, at most " + ToText(Meter::kKept)});
  const auto snapshot = context.pilots.Latest();
  MetricsOutput out;
  if (input.service) {
    const auto view = FindService(*snapshot, *input.service);
    if (!view) return reply.Fail(view.error());
    Add(context, **view, input.window, out);
  } else {
    for (const auto& view : snapshot->services) Add(context, view, input.window, out);
  }
  reply.Answer(out);
}

}  // namespace

Operation MetricsOperation() {
  return Declare<MetricsInput, MetricsOutput>(
      {.name = "metrics",
       .summary = "What each replica used lately: CPU and memory",
       .help = "Averages of the readings that Docktor takes every second. What could not be read is left out.",
       .examples = {"metrics", "metrics web --window 10s"},
       .fields = {{.name = "service", .help = "only of this one", .place = Field::Place::kPositional},
                  {.name = "window", .help = "over how long: 10s, 1m (the default), at most 5m"}}},
      Run);
}

}  // namespace docktor::operations
