#include "operations/orders/overrides.h"

#include "decide/words.h"

namespace docktor::operations {
namespace {

void Run(Context& context, const Caller&, Nothing, Reply<OverridesOutput> reply) {
  OverridesOutput out;
  const auto snapshot = context.pilots.Latest();
  for (const auto& view : snapshot->services)
    if (view.override) out.overrides.push_back({view.key, *view.override, decide::InWords(*view.override)});
  reply.Answer(out);
}

}  // namespace

Operation OverridesOperation() {
  return Declare<Nothing, OverridesOutput>(
      {.name = "overrides",
       .summary = "Orders in force: pauses, commanded counts and leanings, by whom and until when",
       .help = "A service has one at a time. `docktor resume SERVICE` takes it back.",
       .examples = {"overrides", "overrides --json"}},
      Run);
}

}  // namespace docktor::operations
