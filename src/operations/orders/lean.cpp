#include "operations/orders/lean.h"

#include "operations/shared/hold_time.h"
#include "operations/shared/several_services.h"

namespace docktor::operations {
namespace {

void Run(Context& context, const Caller& caller, LeanInput input, Reply<CommandOutput> reply) {
  const auto hold = HoldTime(input.hold, input.until, context.clock.Date());
  if (!hold) return reply.Fail(hold.error());
  const auto services = EnabledServices(context, input.service);
  if (!services) return reply.Fail(services.error());
  const auto kind = input.way == Leaning::kAggressive ? OverrideKind::kAggressive : OverrideKind::kConservative;
  SendEach(context, caller, *services, pilot::LeanScaling{kind, *hold}, std::move(reply));
}

}  // namespace

Operation LeanOperation() {
  return Declare<LeanInput, CommandOutput>(
      {.name = "lean",
       .summary = "Have a service scaled with more care, or with more to spare",
       .help =
           "conservative: take nothing away, and add one at a time. aggressive: steer to four fifths of the targets. "
           "A wish: every limit comes before it. Without --for or --until it holds until `docktor resume`.",
       .examples = {"lean web conservative --for 8h", "lean web aggressive --until 18:00", "lean all conservative"},
       .effect = Effect::kChanges,
       .fields = {ServicesField(),
                  {.name = "way",
                   .help = "conservative or aggressive",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired},
                  ForField(),
                  UntilField()}},
      Run);
}

}  // namespace docktor::operations
