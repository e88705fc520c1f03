#include "operations/now/services.h"

#include <algorithm>

#include "decide/strategy.h"
#include "decide/words.h"
#include "operations/now/status.h"

namespace docktor::operations {
namespace {

bool IsQueue(SourceKind kind) {
  return kind == SourceKind::kRedis || kind == SourceKind::kRabbitmq || kind == SourceKind::kNats;
}

std::vector<QueueFact> QueuesOf(const pilot::ServiceView& view) {
  std::vector<QueueFact> queues;
  for (const auto& source : view.spec.sources) {
    if (!IsQueue(source.kind)) continue;
    QueueFact queue{.signal = source.signal, .kind = source.kind, .url = source.url, .queue = source.query};
    for (const auto& signal : view.inputs.signals)
      if (signal.name == source.signal && signal.mean) {
        queue.waiting = signal.mean;
        queue.age = signal.age;
      }
    queues.push_back(std::move(queue));
  }
  return queues;
}

ServiceFact FactOf(const pilot::ServiceView& view) {
  ServiceFact out{.service = view.key,
                  .image = view.image,
                  .enabled = view.spec.enabled,
                  .obstacles = view.obstacles,
                  .min = view.spec.min,
                  .max = view.spec.max,
                  .cpu_target = decide::CpuTarget(view.spec),
                  .replicas = view.replicas,
                  .queues = QueuesOf(view)};
  out.scalable = ModeOf(view) != Mode::kCannotScale;
  if (!out.scalable)
    for (const auto& obstacle : view.obstacles) out.why_not.push_back(decide::InWords(obstacle));
  if (!view.spec.trouble.empty()) out.why_not.push_back("its settings are wrong: " + view.spec.trouble);
  out.warnings = WarningsOf(view);
  return out;
}

void Run(Context& context, const Caller&, Nothing, Reply<ServicesOutput> reply) {
  reply.Answer(ServicesOf(*context.pilots.Latest()));
}

}  // namespace

ServicesOutput ServicesOf(const pilot::Snapshot& snapshot) {
  ServicesOutput out;
  for (const auto& view : snapshot.services) out.services.push_back(FactOf(view));
  return out;
}

Operation ServicesOperation() {
  return Declare<Nothing, ServicesOutput>(
      {.name = "services",
       .summary = "The services of the project: which can be scaled, and why others cannot",
       .examples = {"services", "services --json"}},
      Run);
}

}  // namespace docktor::operations
