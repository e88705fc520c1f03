#include "act/hooks.h"

#include <fmt/format.h>

namespace docktor::act {

constexpr Duration kHookLimit = 2min;

Status RunHooks(docker::Engine& engine, const ContainerId& replica, const std::vector<docker::Program>& hooks,
                const std::function<bool()>& stop) {
  for (const auto& hook : hooks) {
    if (stop()) return Fail(Errc::kUnavailable, "Docktor is stopping");
    const auto code = engine.Exec(replica, hook, kHookLimit, stop);
    if (!code) return tl::unexpected<Error>(code.error());
    if (*code != 0) return Fail(Errc::kUnavailable, fmt::format("{} ended with {}", hook.command.front(), *code));
  }
  return {};
}

}  // namespace docktor::act
