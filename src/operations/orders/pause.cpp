#include "operations/orders/pause.h"

#include "operations/shared/hold_time.h"
#include "operations/shared/several_services.h"

namespace docktor::operations {
namespace {

OverrideKind KindOf(const PauseInput& input) {
  if (!input.up && !input.down) return OverrideKind::kPaused;
  return input.up ? OverrideKind::kPausedUp : OverrideKind::kPausedDown;
}

void RunPause(Context& context, const Caller& caller, PauseInput input, Reply<CommandOutput> reply) {
  const auto hold = HoldTime(input.hold, input.until, context.clock.Date());
  if (!hold) return reply.Fail(hold.error());
  const auto services = EnabledServices(context, input.service);
  if (!services) return reply.Fail(services.error());
  SendEach(context, caller, *services, pilot::PauseScaling{KindOf(input), *hold}, std::move(reply));
}

void RunResume(Context& context, const Caller& caller, ResumeInput input, Reply<CommandOutput> reply) {
  const auto services =
      ChosenServices(context, input.service, [](const pilot::ServiceView& v) { return v.override.has_value(); });
  if (!services) return reply.Fail(services.error());
  if (services->empty()) return reply.Answer(CommandOutput{});
  SendEach(context, caller, *services, pilot::ResumeScaling{}, std::move(reply));
}

}  // namespace

Operation PauseOperation() {
  return Declare<PauseInput, CommandOutput>(
      {.name = "pause",
       .summary = "Leave a service, or all of them, alone for a while",
       .help = "It is watched and explained meanwhile. Without --for or --until it stays so until `docktor resume`.",
       .examples = {"pause web", "pause web --for 30m", "pause web --down --until 18:00", "pause all"},
       .effect = Effect::kChanges,
       .fields = {ServicesField(),
                  ForField(),
                  UntilField(),
                  {.name = "up", .help = "only add nothing"},
                  {.name = "down", .help = "only take nothing away", .excludes = {"up"}}}},
      RunPause);
}

Operation ResumeOperation() {
  return Declare<ResumeInput, CommandOutput>(
      {.name = "resume",
       .summary = "Take back a pause, a commanded count or a leaning: back to the rules",
       .examples = {"resume web", "resume all"},
       .effect = Effect::kChanges,
       .fields = {ServicesField()}},
      RunResume);
}

}  // namespace docktor::operations
