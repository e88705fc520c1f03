#include "operations/shared/several_services.h"

#include "operations/shared/find_service.h"

namespace docktor::operations {

Result<std::vector<ServiceKey>> ChosenServices(const Context& context, const std::string& name,
                                               const std::function<bool(const pilot::ServiceView&)>& meant) {
  const auto snapshot = context.pilots.Latest();
  if (name != "all") {
    const auto view = FindService(*snapshot, name);
    if (!view) return tl::unexpected<Error>(view.error());
    return std::vector{(*view)->key};
  }
  std::vector<ServiceKey> all;
  for (const auto& view : snapshot->services)
    if (meant(view)) all.push_back(view.key);
  return all;
}

Result<std::vector<ServiceKey>> EnabledServices(const Context& context, const std::string& name) {
  auto services = ChosenServices(context, name, [](const pilot::ServiceView& view) { return view.spec.enabled; });
  if (services && services->empty())
    return Fail(Errc::kNotFound, "no service is enabled: there is nothing to be said of all",
                "what there is: docktor services");
  return services;
}

Field ServicesField() {
  return {.name = "service",
          .help = "web, project/web, or all",
          .place = Field::Place::kPositional,
          .need = Field::Need::kRequired};
}

Field ForField() { return {.name = "hold", .help = "how long: 90s, 30m, 2h", .flag = "for"}; }
Field UntilField() {
  return {
      .name = "until", .help = "until when: 18:00, \"tomorrow 08:00\", or 2026-11-25T18:00:00Z", .excludes = {"hold"}};
}

}  // namespace docktor::operations
