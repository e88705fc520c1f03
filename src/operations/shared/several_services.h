#pragma once

#include <functional>
#include <string>
#include <vector>

#include "operations/shared/command_result.h"

namespace docktor::operations {

/// The service of that name, or for "all" those that `meant` picks.
Result<std::vector<ServiceKey>> ChosenServices(const Context& context, const std::string& name,
                                               const std::function<bool(const pilot::ServiceView&)>& meant);
/// For "all": every service that Docktor scales. kNotFound: there is none.
Result<std::vector<ServiceKey>> EnabledServices(const Context& context, const std::string& name);

/// The same command to each of them.
template <typename What>
void SendEach(Context& context, const Caller& caller, const std::vector<ServiceKey>& services, const What& what,
              Reply<CommandOutput> reply) {
  std::vector<pilot::Command> commands;
  for (const auto& service : services) commands.push_back({.service = service, .by = caller.actor, .what = what});
  SendAll(context.pilots, std::move(commands), std::move(reply));
}

/// "web, project/web, or all"
Field ServicesField();
/// --for and --until.
Field ForField();
Field UntilField();

}  // namespace docktor::operations
