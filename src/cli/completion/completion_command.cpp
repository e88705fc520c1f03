#include "cli/completion/completion_command.h"

#include <fmt/core.h>

#include "cli/client.h"
#include "cli/commands.h"
#include "cli/completion/completion.h"
#include "operations/list.h"
#include "operations/now/services.h"

namespace docktor::cli {
namespace {

constexpr Duration kPatience = 500ms;  // somebody waits for it, key by key

/// Of the daemon that the words so far are meant for.
std::vector<std::string> ServicesOf(const Surroundings& around, const settings::ProjectFlags& flags) {
  const auto place = FindDaemon(flags, around);
  const auto& operation = *operations::Find("services");
  const auto said = place ? Client(place->socket, kPatience).Ask<operations::ServicesOutput>(operation)
                          : tl::unexpected(place.error());
  std::vector<std::string> names;
  if (said)
    for (const auto& fact : said->services) names.push_back(fact.service.service);
  return names;
}

std::optional<std::string> ValueOf(const std::vector<std::string>& words, const std::string& flag) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (words[i] == flag) return words[i + 1];
  return std::nullopt;
}

}  // namespace

ExitCode RunComplete(const std::vector<std::string>& words) {
  const auto around = LookAround();
  if (!around) return kOk;
  const settings::ProjectFlags flags{ValueOf(words, "--compose-file"), ValueOf(words, "--project")};
  const LiveNames live{.services = [&] { return ServicesOf(*around, flags); },
                       .projects = [&] { return RunningProjects(around->folders); }};
  for (const auto& name : Candidates(AllCommands(operations::All()), words, live)) fmt::print("{}\n", name);
  return kOk;
}

ExitCode RunCompletion(const CompletionCommand& command) {
  fmt::print("{}", CompletionScript(command.shell).value_or(""));
  return kOk;
}

}  // namespace docktor::cli
