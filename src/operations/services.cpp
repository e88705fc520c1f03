#include "operations/services.h"

#include <algorithm>

#include "decide/strategy.h"
#include "decide/words.h"
#include "operations/status.h"

namespace docktor::operations {
namespace {

ServiceFact FactOf(const pilot::ServiceView& view) {
  ServiceFact out{.service = view.key,
                  .image = view.image,
                  .enabled = view.spec.enabled,
                  .obstacles = view.obstacles,
                  .min = view.spec.min,
                  .max = view.spec.max,
                  .cpu_target = decide::CpuTarget(view.spec),
                  .replicas = view.replicas};
  out.scalable = ModeOf(view) != Mode::kCannotScale;
  if (!out.scalable)
    for (const auto& obstacle : view.obstacles) out.why_not.push_back(decide::InWords(obstacle));
  if (!view.spec.trouble.empty()) out.why_not.push_back("its settings are wrong: " + view.spec.trouble);
  out.warnings = WarningsOf(view);
  return out;
}

void Run(Context& context, const Caller&, Nothing, Reply<ServicesOutput> reply) {
  ServicesOutput out;
  const auto snapshot = context.pilots.Latest();
  for (const auto& view : snapshot->services) out.services.push_back(FactOf(view));
  reply.Answer(out);
}

}  // namespace

Operation ServicesOperation() {
  return Declare<Nothing, ServicesOutput>(
      {.name = "services",
       .summary = "The services of the project: which can be scaled, and why others cannot",
       .examples = {"services", "services --json"}},
      Run);
}

}  // namespace docktor::operations
