#include "app/eyes.h"

#include <algorithm>
#include <thread>

#include <spdlog/spdlog.h>

#include "settings/environment.h"

namespace docktor::app {
namespace {

constexpr Duration kFirstSight = 30s;  // the engine must have shown the services by then, though it hangs over some
constexpr Duration kFirstLook = 2s;    // that each service is looked at

/// Waits until every service has been looked at once; one without containers may be gone, and is not shown then.
void AwaitLooks(const control::Control& control, const Topology& first) {
  const auto services = std::count_if(first.services.begin(), first.services.end(),
                                      [](const auto& facts) { return !facts.replicas.empty(); });
  const auto looked = [&] {
    const auto snapshot = control.Latest();
    return std::ssize(snapshot->services) >= services &&
           std::all_of(snapshot->services.begin(), snapshot->services.end(),
                       [](const auto& view) { return view.decision.has_value(); });
  };
  for (auto waited = 0ms; waited < kFirstLook && !looked(); waited += 5ms) std::this_thread::sleep_for(5ms);
}

}  // namespace

Eyes::Eyes(const World& world, const std::string& project, const std::vector<ServiceFacts>& empty)
    : control_(world.control),
      lookout_(world.control, world.settings, world.tidy_up, meter_),
      sampler_(world.clock, lookout_, world.engine, KeepPath(world.engine_is_here),
               {.host_is_engines = world.engine_is_here}),
      sources_(world.clock, lookout_, SourcesWorld()) {
  lookout_.Feed({sampler_, sources_, addresses_});
  watch_.emplace(world.engine, world.clock, lookout_, project, empty);
}

Result<std::size_t> Eyes::AwaitFirstSight() {
  std::optional<Error> lost;
  const auto first = lookout_.AwaitFirst(kFirstSight, lost);
  if (!first)
    return tl::unexpected(lost.value_or(Error{Errc::kTimeout, "the Docker engine does not list its containers"}));
  AwaitLooks(control_, *first);
  return first->services.size();
}

observe::Sampler::OnPath Eyes::KeepPath(bool engine_is_here) {
  return [this, engine_is_here](observe::ReadingPath way, const std::string& why) {
    path_ = way;
    if (way == observe::ReadingPath::kFiles) return spdlog::info("replicas are read from {}", ToText(way));
    spdlog::warn("replicas are read from {}{}: {}", ToText(way), engine_is_here ? "" : ", and the host is not", why);
  };
}

observe::SourceWorld Eyes::SourcesWorld() const {
  return {.address_of = [this](const std::string& service) { return addresses_.Of(service); },
          .variable = [environment = settings::ProcessEnvironment()](
                          const std::string& name) { return settings::Variable(environment, name); }};
}

}  // namespace docktor::app
