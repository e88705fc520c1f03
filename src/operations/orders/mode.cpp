#include "operations/orders/mode.h"

#include "operations/shared/several_services.h"

namespace docktor::operations {
namespace {

pilot::ChooseMode ChoiceOf(WantedMode mode) {
  if (mode == WantedMode::kSettings) return {};
  return {mode == WantedMode::kManual ? ChosenMode::kManual : ChosenMode::kAuto};
}

void Run(Context& context, const Caller& caller, ModeInput input, Reply<CommandOutput> reply) {
  const auto services = EnabledServices(context, input.service);
  if (!services) return reply.Fail(services.error());
  SendEach(context, caller, *services, ChoiceOf(input.mode), std::move(reply));
}

}  // namespace

Operation ModeOperation() {
  return Declare<ModeInput, CommandOutput>(
      {.name = "mode",
       .summary = "Have a service scaled by itself, or each change proposed to you first",
       .help = "auto: scaled by its rules. manual: each change waits for `docktor approve`. Both enable a service that "
               "nobody has enabled yet. The choice outlives restarts. It ends by `docktor mode SERVICE settings`, and "
               "counts while the Compose file and docktor.yaml say of that what they said when it was made.",
       .examples = {"mode web manual", "mode web auto", "mode all settings"},
       .effect = Effect::kChanges,
       .callers = {Actor::kPerson},
       .fields = {ServicesField(),
                  {.name = "mode",
                   .help = "auto, manual or settings",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired}}},
      Run);
}

}  // namespace docktor::operations
