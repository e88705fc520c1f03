#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/doctor/checks.h"
#include "decide/words.h"
#include "observe/files/cgroup_reader.h"

namespace docktor::cli::doctor {
namespace {

std::vector<std::string> WhyNot(const Spec& spec, const std::vector<Obstacle>& obstacles) {
  std::vector<std::string> why;
  for (const auto& obstacle : obstacles)
    if (obstacle.reason != Reason::kStatefulService || !spec.stateful_allowed) why.push_back(decide::InWords(obstacle));
  return why;
}

void CheckService(const settings::Settings& settings, const ServiceFacts& facts, Findings& findings) {
  const auto topic = "service " + facts.key.service;
  const auto spec = settings.SpecOf(facts, std::nullopt);
  auto obstacles = facts.obstacles;
  if (auto global = settings.ObstacleOf(facts.key)) obstacles.push_back(*std::move(global));
  for (const auto& problem : settings.ProblemsOf(facts)) findings.Problem(topic, problem, kUsage);
  const auto why_not = WhyNot(spec, obstacles);
  for (const auto& why : why_not) {
    if (spec.enabled)
      findings.Warn(topic, "enabled, but " + why);
    else
      findings.Ok(topic, why);
  }
  if (!why_not.empty()) return;
  if (spec.enabled)
    findings.Ok(topic, fmt::format("scaled between {} and {}", spec.min, spec.max));
  else
    findings.Ok(topic, "watched only: nobody enabled it", "docktor init proposes what to write to have it scaled");
  for (const auto& warning : facts.warnings) {
    if (warning.kind == WarningKind::kNamesResolvedOnce && !spec.balancer.service.empty()) continue;  // it is told
    const auto words = decide::InWords(warning);
    const auto advice = words.find("; ");
    if (spec.enabled)
      findings.Warn(topic, words.substr(0, advice), advice == words.npos ? "" : words.substr(advice + 2));
    else
      findings.Ok(topic, "if it is to be scaled: " + words);
  }
}

std::string CgroupKind(const observe::CgroupFolders& folders) { return folders.cpuacct ? "v1" : "v2"; }

}  // namespace

void CheckServices(const settings::Settings& settings, const std::vector<ServiceFacts>& services, Findings& findings) {
  for (const auto& facts : services) CheckService(settings, facts, findings);
  const auto by_mcp = [&](const ServiceFacts& facts) { return settings.SpecOf(facts, std::nullopt).approval_by_mcp; };
  if (std::any_of(services.begin(), services.end(), by_mcp))
    findings.Warn("approval",
                  "approval.mcp is true: what the program of an MCP client answers counts as a person's word",
                  "leave it out where agents come that nobody watches");
}

void CheckFilesRead(const settings::FoundProject& project, const std::vector<ServiceFacts>& services,
                    Findings& findings) {
  std::vector<std::string> used;  // weakest first, as they have to be named
  for (const auto& facts : services)
    for (const auto& file : facts.config_files)
      if (std::find(used.begin(), used.end(), file) == used.end()) used.push_back(file);
  const auto brought_up_with = fmt::format("{}", fmt::join(used, ":"));
  for (const auto& file : project.files) std::erase(used, file.path);
  for (const auto& file : used)
    findings.Warn("compose file",
                  "the project was brought up with " + file + ", which is not read here, nor x-docktor in it",
                  "name all of them: --compose-file or COMPOSE_FILE=" + brought_up_with);
}

void CheckReadings(const std::vector<ServiceFacts>& services, Findings& findings) {
  std::optional<Error> why;
  for (const auto& facts : services) {
    for (const auto& replica : facts.replicas) {
      if (replica.pid == 0) continue;
      const auto folders = observe::FindCgroup({}, replica.id, replica.pid);
      if (folders && observe::CgroupReader::Open(*folders))
        return findings.Ok("readings", "from the kernel's files, cgroup " + CgroupKind(*folders));
      if (!folders) why = folders.error();
    }
  }
  if (!why) return findings.Ok("readings", "no replica runs: where from they come shows once one does");
  findings.Warn(
      "readings",
      "from the engine's stats streams, since the kernel's files of the replicas are not here: " + why->message,
      "nothing need be done; with the engine on this machine, run Docktor in the host's PID namespace and as "
      "root to have the quicker way");
}

}  // namespace docktor::cli::doctor
