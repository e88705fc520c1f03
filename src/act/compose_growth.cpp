#include "act/compose_growth.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/printable.h"
#include "net/capture.h"
#include "net/program.h"

namespace docktor::act {
namespace {

constexpr Duration kLimit = 2min;
constexpr std::size_t kMostSaid = 500;

/// Compose counts containers of every state, so with none running the count is the one that is to run.
std::vector<std::string> UpCommand(const Action& action, const docker::Launch& launch,
                                   const docker::EngineAddress& engine) {
  const auto& [project, service] = action.service;
  auto command = docker::ComposeCommand(engine, project, launch);
  command.insert(command.end(), {"--progress", "quiet", "up", "-d", "--no-deps", "--no-recreate", "--no-build",
                                 "--pull", "never", "--scale", fmt::format("{}={}", service, action.to), service});
  return command;
}

Status Up(const Action& action, const docker::Launch& launch, const docker::EngineAddress& engine) {
  const auto end = net::RunProgram(UpCommand(action, launch, engine), kLimit);
  if (!end && end.error().code == Errc::kNotFound) return Fail(Errc::kNotFound, "there is no docker command here");
  if (!end) return Fail(end.error().code, "Compose has not ended in " + ToText(kLimit));
  if (end->exit_code == 0) return {};
  const auto words = net::LastLine(end->output);
  const bool missing = words.find("--help") != std::string::npos || words.find("is not a docker command") != words.npos;
  return Fail(Errc::kUnavailable, missing ? "the docker command here has no Compose" : Quote(words, kMostSaid));
}

}  // namespace

Tally GrowByCompose(docker::Engine& engine, const Action& action, const Census& before,
                    const Result<docker::Launch>& launch) {
  const auto attempt = "start " + action.service.Text() + " by Compose";
  if (!launch) return Failed(attempt, launch.error());
  Tally tally;
  if (const auto up = Up(action, *launch, engine.address()); !up)
    tally.failures.push_back(up.error().During(attempt).message);
  const auto after = TakeCensus(engine, action.service);
  if (!after) tally.Take(Failed(attempt, after.error()));
  if (!after) return tally;
  for (const auto& container : after->containers) {
    const auto ran = std::any_of(before.containers.begin(), before.containers.end(),
                                 [&](const Counted& c) { return c.id == container.id && Runs(c); });
    if (Runs(container) && !ran) tally.added.push_back(container.id);
  }
  if (tally.failures.empty()) tally.notes.push_back("started by Compose, as nothing was left to copy");
  return tally;
}

}  // namespace docktor::act
