#include "operations/pause.h"

#include "operations/find_service.h"

namespace docktor::operations {
namespace {

using Services = std::vector<ServiceKey>;

/// The service of that name, or for "all" those that `meant` picks.
template <typename Meant>
Result<Services> Chosen(const Context& context, const std::string& name, const Meant& meant) {
  const auto snapshot = context.pilots.Latest();
  if (name != "all") {
    const auto view = FindService(*snapshot, name);
    if (!view) return tl::unexpected<Error>(view.error());
    return Services{(*view)->key};
  }
  Services all;
  for (const auto& view : snapshot->services)
    if (meant(view)) all.push_back(view.key);
  return all;
}

template <typename What>
void SendEach(Context& context, const Caller& caller, const Services& services, const What& what,
              Reply<CommandOutput> reply) {
  std::vector<pilot::Command> commands;
  for (const auto& service : services) commands.push_back({.service = service, .by = caller.actor, .what = what});
  SendAll(context.pilots, std::move(commands), std::move(reply));
}

void RunPause(Context& context, const Caller& caller, PauseInput input, Reply<CommandOutput> reply) {
  if (input.hold && *input.hold <= Duration{0})
    return reply.Fail({Errc::kInvalidInput, "--for: wants a time above zero"});
  const auto services = Chosen(context, input.service, [](const pilot::ServiceView& v) { return v.spec.enabled; });
  if (!services) return reply.Fail(services.error());
  if (services->empty())
    return reply.Fail(
        {Errc::kNotFound, "no service is enabled: there is nothing to pause", "what there is: docktor services"});
  SendEach(context, caller, *services, pilot::PauseScaling{.hold = input.hold}, std::move(reply));
}

void RunResume(Context& context, const Caller& caller, ResumeInput input, Reply<CommandOutput> reply) {
  const auto services =
      Chosen(context, input.service, [](const pilot::ServiceView& v) { return v.override.has_value(); });
  if (!services) return reply.Fail(services.error());
  if (services->empty()) return reply.Answer(CommandOutput{});
  SendEach(context, caller, *services, pilot::ResumeScaling{}, std::move(reply));
}

Field ServiceField() {
  return {.name = "service",
          .help = "web, project/web, or all",
          .place = Field::Place::kPositional,
          .need = Field::Need::kRequired};
}

}  // namespace

Operation PauseOperation() {
  return Declare<PauseInput, CommandOutput>(
      {.name = "pause",
       .summary = "Leave a service, or all of them, alone for a while",
       .help = "It is watched and explained meanwhile. Without --for it stays so until `docktor resume`.",
       .examples = {"pause web", "pause web --for 30m", "pause all"},
       .effect = Effect::kChanges,
       .fields = {ServiceField(), {.name = "hold", .help = "how long: 90s, 30m, 2h", .flag = "for"}}},
      RunPause);
}

Operation ResumeOperation() {
  return Declare<ResumeInput, CommandOutput>({.name = "resume",
                                              .summary = "End a pause or a commanded count: back to the rules",
                                              .examples = {"resume web", "resume all"},
                                              .effect = Effect::kChanges,
                                              .fields = {ServiceField()}},
                                             RunResume);
}

}  // namespace docktor::operations
