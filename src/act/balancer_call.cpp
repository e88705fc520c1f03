#include "act/balancer_call.h"

#include <fmt/format.h>

#include "act/census.h"

namespace docktor::act {
namespace {

constexpr Duration kCommandLimit = 30s;

Status CallOne(docker::Engine& engine, const ContainerId& id, const BalancerSettings& balancer,
               const std::function<bool()>& stop) {
  if (balancer.command.empty()) return engine.Signal(id, "HUP");
  const auto code = engine.Exec(id, {.command = balancer.command}, kCommandLimit, stop);
  if (!code) return tl::unexpected<Error>(code.error());
  return *code == 0 ? Status{} : Fail(Errc::kUnavailable, fmt::format("its command ended with {}", *code));
}

}  // namespace

Status CallBalancer(docker::Engine& engine, const std::string& project, const BalancerSettings& balancer,
                    const std::function<bool()>& stop) {
  const auto attempt = "tell the load balancer " + balancer.service;
  const auto census = TakeCensus(engine, {project, balancer.service});
  if (!census) return tl::unexpected(census.error().During(attempt));
  if (census->Running() == 0) return Fail(Errc::kNotFound, attempt + ": no replica of it runs");
  for (const auto& container : census->containers)
    if (Runs(container))
      if (const auto told = CallOne(engine, container.id, balancer, stop); !told)
        return tl::unexpected(told.error().During(attempt));
  return {};
}

}  // namespace docktor::act
