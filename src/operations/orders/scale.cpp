#include "operations/orders/scale.h"

#include "operations/shared/find_service.h"
#include "operations/shared/hold_time.h"
#include "operations/shared/several_services.h"

namespace docktor::operations {
namespace {

Status Check(const Caller& caller, const ScaleInput& input) {
  if (input.replicas < 0)
    return Fail(Errc::kInvalidInput, "replicas: " + std::to_string(input.replicas) + " is below zero");
  if (input.once && caller.actor != Actor::kPerson)
    return Fail(
        Errc::kDenied, "only a person may scale a service once: neither a model nor an agent",
        "ask a person to run: docktor scale " + input.service + " " + std::to_string(input.replicas) + " --once");
  return {};
}

OverrideKind KindOf(const ScaleInput& input) {
  if (input.at_least) return OverrideKind::kAtLeast;
  return input.at_most ? OverrideKind::kAtMost : OverrideKind::kExactly;
}

void Run(Context& context, const Caller& caller, ScaleInput input, Reply<CommandOutput> reply) {
  if (const auto checked = Check(caller, input); !checked) return reply.Fail(checked.error());
  const auto snapshot = context.pilots.Latest();
  const auto view = FindService(*snapshot, input.service);
  if (!view) return reply.Fail(view.error());
  const auto hold = HoldTime(input.hold, input.until, context.clock.Date());
  if (!hold) return reply.Fail(hold.error());
  const pilot::ScaleTo what{.count = input.replicas, .kind = KindOf(input), .hold = *hold, .once = input.once};
  SendAll(context.pilots, {{.service = (*view)->key, .by = caller.actor, .what = what}}, std::move(reply));
}

}  // namespace

Operation ScaleOperation() {
  return Declare<ScaleInput, CommandOutput>(
      {.name = "scale",
       .summary = "Bring a service to a count and hold it there for a while",
       .help = "The count is held for one scale-down window, or as long as --for or --until says; `docktor resume "
               "SERVICE` ends it. "
               "The bounds of the service still hold. A service that nobody enabled is scaled with --once only.",
       .examples = {"scale web 4", "scale web 4 --for 30m", "scale web 6 --at-least --until 18:00",
                    "scale db 2 --once"},
       .effect = Effect::kChanges,
       .fields = {{.name = "service",
                   .help = "web, or project/web",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired},
                  {.name = "replicas",
                   .help = "how many should run",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired},
                  ForField(),
                  UntilField(),
                  {.name = "at_least", .help = "no fewer than that, else by the rules", .flag = "at-least"},
                  {.name = "at_most",
                   .help = "no more than that, else by the rules",
                   .flag = "at-most",
                   .excludes = {"at_least"}},
                  {.name = "once",
                   .help = "done, then left to itself as before",
                   .excludes = {"hold", "until", "at_least", "at_most"}}}},
      Run);
}

}  // namespace docktor::operations
