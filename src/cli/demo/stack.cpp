#include "cli/demo/stack.h"

#include <fmt/format.h>

#include "net/program.h"

namespace docktor::cli {
namespace {

constexpr const char* kLoad = "docktor-tour-load";
constexpr const char* kImage = "docktor-demo/web:dev";
constexpr const char* kEverything = "scripts/run does all of it: engine, Compose, images";
constexpr Duration kQuick = 20s, kSlow = 2min;

std::string Trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

Status Done(const Result<std::string>& output) {
  if (!output) return tl::unexpected<Error>(output.error());
  return {};
}

Status Checked(const std::vector<std::string>& command, const char* hint) {
  const auto output = net::OutputOf(command, kQuick);
  if (output) return {};
  auto error = output.error();
  error.hint = hint;
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace

Status DemoStack::CheckEngine() {
  return Checked({"docker", "version", "--format", "{{.Server.Version}}"}, kEverything);
}

Status DemoStack::Check() const {
  if (const auto engine = CheckEngine(); !engine) return engine;
  if (const auto compose = Checked({"docker", "compose", "version"}, kEverything); !compose) return compose;
  return Checked({"docker", "image", "inspect", kImage}, "make the demo's images: scripts/images");
}

Status DemoStack::Up() const {
  RemoveLoad();
  return Done(net::OutputOf(
      {"docker", "compose", "-p", kProject, "-f", file_, "up", "-d", "--pull", "never", "--quiet-pull"}, kSlow));
}

Status DemoStack::Down() const {
  RemoveLoad();
  return Done(net::OutputOf({"docker", "compose", "-p", kProject, "-f", file_, "down", "-v", "-t", "3"}, kSlow));
}

Result<Instant> DemoStack::StartLoad(double rate, Duration length) const {
  const auto address = net::OutputOf({"docker", "compose", "-p", kProject, "-f", file_, "port", "lb", "80"}, kQuick);
  if (!address) return tl::unexpected<Error>(address.error());
  // The engine's own network: where the port is published, whatever namespace that is.
  const auto started = net::OutputOf(
      {"docker", "run", "-d", "--name", kLoad, "--network", "host", kImage, "load",
       "http://" + Trimmed(*address) + "/cpu?ms=30", fmt::format("{}", rate), fmt::format("{}", Seconds(length))},
      kQuick);
  if (!started) return tl::unexpected<Error>(started.error());
  const auto at = net::OutputOf({"docker", "inspect", "-f", "{{.State.StartedAt}}", kLoad}, kQuick);
  if (!at) return tl::unexpected<Error>(at.error());
  return ParseInstant(Trimmed(*at));
}

Result<std::string> DemoStack::LoadSummary() const {
  const auto running = net::OutputOf({"docker", "inspect", "-f", "{{.State.Running}}", kLoad}, kQuick);
  if (!running) return running;
  if (Trimmed(*running) == "true") return std::string();
  return net::OutputOf({"docker", "logs", kLoad}, kQuick);
}

void DemoStack::RemoveLoad() const { (void)net::RunProgram({"docker", "rm", "-f", kLoad}, kQuick); }

}  // namespace docktor::cli
