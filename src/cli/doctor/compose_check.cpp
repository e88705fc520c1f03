#include <map>
#include <sstream>

#include <unistd.h>

#include "cli/doctor/checks.h"
#include "docker/json_reader.h"
#include "docker/project/labels.h"
#include "docker/project/launch.h"
#include "net/program.h"

namespace docktor::cli::doctor {
namespace {

constexpr const char* kCompose = "compose";
constexpr Duration kPatience = 30s;

bool HasCompose(const docker::EngineAddress& engine, Findings& findings) {
  std::vector<std::string> command{"docker"};
  for (auto& flag : engine.DockerFlags()) command.push_back(std::move(flag));
  command.insert(command.end(), {"compose", "version", "--short"});
  const auto version = net::OutputOf(command, kPatience);
  if (version) return findings.Ok(kCompose, "Docker Compose " + version->substr(0, version->find('\n'))), true;
  findings.Warn(
      kCompose, "the command `docker compose` cannot be used: " + version.error().message,
      "install Docker's plugin compose: a service at zero of which nothing is left can only be started by it");
  return false;
}

/// Where they can be read hooks and the true settings of a service can be known.
bool CanRead(const docker::Launch& launch, Findings& findings) {
  for (const auto& file : launch.files) {
    if (access(file.c_str(), R_OK) == 0) continue;
    findings.Warn("compose file",
                  file +
                      " cannot be read here: hooks (post_start, pre_stop) in it cannot be known, "
                      "and copies of a replica are made without them",
                  "run Docktor where the file is, under the same path and with leave to read it");
    return false;
  }
  return true;
}

/// "web 5da8…" a line.
std::map<std::string, std::string> ParseHashes(const std::string& output) {
  std::map<std::string, std::string> hashes;
  std::istringstream lines(output);
  for (std::string service, hash; lines >> service >> hash;) hashes[service] = hash;
  return hashes;
}

/// By service, of the newest container of each.
std::map<std::string, std::string> HashesThatRun(const json::array& containers) {
  std::map<std::string, std::string> hashes;
  for (const auto& entry : containers) {  // newest first
    if (!entry.is_object()) continue;
    const auto label = [&](const char* name) { return docker::Text(entry.get_object(), {"Labels", name}); };
    hashes.emplace(label(docker::kServiceLabel), label(docker::kConfigHashLabel));
  }
  return hashes;
}

void CompareHashes(const json::array& containers, const std::string& output, Findings& findings) {
  const auto written = ParseHashes(output);
  bool equal = true;
  for (const auto& [service, hash] : HashesThatRun(containers)) {
    const auto found = written.find(service);
    if (found == written.end() || found->second == hash) continue;
    equal = false;
    findings.Warn(
        "service " + service, "its containers are not what its Compose file says by now",
        "docker compose up -d brings it up to date; or variables of the shell that it was brought up with are "
        "missing here, or it was another version of Compose");
  }
  if (equal) findings.Ok("compose file", "what runs is what the files say");
}

}  // namespace

void CheckCompose(docker::Engine& engine, const std::string& project, Findings& findings) {
  const bool there = HasCompose(engine.address(), findings);
  const auto containers = engine.List({project});
  if (!containers) return findings.Problem(kCompose, containers.error(), ExitCodeOf(containers.error()));
  const auto launch = docker::LaunchOf(*containers);
  if (!launch)
    return findings.Warn("compose file", "no container of the project " + project + " is there",
                         "docker compose up -d");
  if (!CanRead(*launch, findings) || !there) return;
  auto command = docker::ComposeCommand(engine.address(), project, *launch);
  command.insert(command.end(), {"config", "--hash", "*"});
  const auto hashes = net::OutputOf(command, kPatience);
  if (!hashes)
    return findings.Warn("compose file", "Compose cannot read it: " + hashes.error().message, "mend the file");
  CompareHashes(*containers, *hashes, findings);
}

}  // namespace docktor::cli::doctor
