#include "operations/scale.h"

#include "operations/find_service.h"

namespace docktor::operations {
namespace {

Status Check(const Caller& caller, const ScaleInput& input) {
  if (input.replicas < 0)
    return Fail(Errc::kInvalidInput, "replicas: " + std::to_string(input.replicas) + " is below zero");
  if (input.once && caller.actor != Actor::kPerson)
    return Fail(
        Errc::kDenied, "only a person may scale a service once: neither a model nor an agent",
        "ask a person to run: docktor scale " + input.service + " " + std::to_string(input.replicas) + " --once");
  if (input.once && input.hold)
    return Fail(Errc::kInvalidInput, "--once and --for exclude each other: once done, the count is not held");
  if (input.hold && *input.hold <= Duration{0}) return Fail(Errc::kInvalidInput, "--for: wants a time above zero");
  return {};
}

void Run(Context& context, const Caller& caller, ScaleInput input, Reply<CommandOutput> reply) {
  if (const auto checked = Check(caller, input); !checked) return reply.Fail(checked.error());
  const auto snapshot = context.pilots.Latest();
  const auto view = FindService(*snapshot, input.service);
  if (!view) return reply.Fail(view.error());
  const pilot::ScaleTo what{.count = input.replicas, .hold = input.hold, .once = input.once};
  SendAll(context.pilots, {{.service = (*view)->key, .by = caller.actor, .what = what}}, std::move(reply));
}

}  // namespace

Operation ScaleOperation() {
  return Declare<ScaleInput, CommandOutput>(
      {.name = "scale",
       .summary = "Bring a service to a count and hold it there for a while",
       .help =
           "The count is held for one scale-down window, or as long as --for says; `docktor resume SERVICE` ends it. "
           "The bounds of the service still hold. A service that nobody enabled is scaled with --once only.",
       .examples = {"scale web 4", "scale web 4 --for 30m", "scale db 2 --once"},
       .effect = Effect::kChanges,
       .fields = {{.name = "service",
                   .help = "web, or project/web",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired},
                  {.name = "replicas",
                   .help = "how many should run",
                   .place = Field::Place::kPositional,
                   .need = Field::Need::kRequired},
                  {.name = "hold", .help = "how long to hold that count: 90s, 30m, 2h", .flag = "for"},
                  {.name = "once", .help = "done, then left to itself as before"}}},
      Run);
}

}  // namespace docktor::operations
