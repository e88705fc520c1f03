#include "act/compose_growth.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "core/fail_point.h"
#include "core/printable.h"
#include "net/capture.h"
#include "net/process_list.h"
#include "net/program.h"

namespace docktor::act {
namespace {

constexpr Duration kLimit = 2min;
constexpr Duration kBetweenLooks = 100ms;
constexpr std::size_t kMostSaid = 500;

/// Compose counts containers of every state, so with none running the count is the one that is to run.
std::vector<std::string> UpWords(const Action& action) {
  const auto& service = action.service.service;
  std::vector<std::string> words{"--progress", "quiet", "up", "-d", "--no-deps", "--no-recreate", "--no-build"};
  words.insert(words.end(), {"--pull", "never", "--scale", fmt::format("{}={}", service, action.to), service});
  return words;
}

std::vector<std::string> UpCommand(const Action& action, const docker::Launch& launch,
                                   const docker::EngineAddress& engine) {
  auto command = docker::ComposeCommand(engine, action.service.project, launch);
  for (auto& word : UpWords(action)) command.push_back(std::move(word));
  return command;
}

/// The docker command, or the Compose that it has started.
bool IsUpFor(const Action& action, const std::vector<std::string>& command) {
  const std::array<std::string, 3> whose{"compose", "-p", action.service.project};
  const auto words = UpWords(action);
  return command.size() > words.size() && std::equal(words.rbegin(), words.rend(), command.rbegin()) &&
         std::search(command.begin(), command.end(), whose.begin(), whose.end()) != command.end();
}

Status Up(const Action& action, const docker::Launch& launch, const docker::EngineAddress& engine) {
  const auto end =
      net::RunProgram(UpCommand(action, launch, engine), kLimit, {}, [] { MayDieAt(FailPoint::kComposeBegun); });
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

void AwaitCompose(const Action& action, const std::function<bool()>& stop) {
  if (action.add <= 0) return;
  const auto is_it = [&](const std::vector<std::string>& command) { return IsUpFor(action, command); };
  const auto end = std::chrono::steady_clock::now() + kLimit;
  while (!stop() && std::chrono::steady_clock::now() < end && net::AnyRunning("docker", is_it))
    std::this_thread::sleep_for(kBetweenLooks);
}

}  // namespace docktor::act
