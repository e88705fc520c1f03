#include <algorithm>
#include <cstring>
#include <iostream>
#include <set>
#include <thread>

#include <fmt/core.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/init/insertion.h"
#include "cli/init/proposal.h"
#include "cli/init/replace_file.h"
#include "docker/project/launch.h"
#include "net/program.h"
#include "operations/shared/did_you_mean.h"
#include "settings/files/compose_file.h"
#include "settings/files/text_file.h"

namespace docktor::cli {
namespace {

using namespace init;

/// The project as Compose understands it, variables left as they are. Its warnings stand before it.
Result<json::object> ReadByCompose(const settings::FoundProject& project) {
  docker::Launch launch{.folder = std::filesystem::path(project.files.front().path).parent_path()};
  for (const auto& file : project.files) launch.files.push_back(file.path);
  auto command = docker::ComposeCommand({}, project.name, launch);
  command.insert(command.end(), {"--profile", "*", "config", "--format", "json", "--no-interpolate"});
  const auto output = net::OutputOf(command, 30s);
  if (!output) {
    const bool missing = output.error().code == Errc::kNotFound;
    return Fail(missing ? Errc::kInternal : Errc::kInvalidInput,
                "read the project by Compose: " + output.error().message,
                missing ? "install docker and its plugin compose" : "docker compose config shows what is wrong");
  }
  const auto config = ParseJson(output->substr(std::min(output->find("{\n"), output->size())));
  if (config && config->is_object()) return config->get_object();
  return Fail(Errc::kInternal, "read the project by Compose: its answer is no JSON");
}

Result<settings::FoundProject> Project(const Session& session, const InitCommand& command) {
  auto flags = session.arguments.project;
  if (command.file) flags.compose_file = command.file;
  auto project = settings::FindProject(flags, session.around.environment, session.around.here);
  if (project && project->files.empty())
    return Fail(Errc::kInvalidInput, "there is no Compose file to write into", "name it: docktor init FILE");
  return project;
}

/// kInvalidInput: one of those wanted is no service of the project.
Status KeepOnly(const std::vector<std::string>& wanted, Proposals& proposals) {
  if (wanted.empty()) return {};
  std::vector<std::string> known;
  for (const auto& p : proposals.fit) known.push_back(p.service);
  for (const auto& p : proposals.unfit) known.push_back(p.service);
  for (const auto& service : wanted)
    if (std::find(known.begin(), known.end(), service) == known.end())
      return Fail(Errc::kInvalidInput, "--service " + service + ": the project has no such service",
                  "its services are: " + operations::Listed(known));
  const auto other = [&](const auto& p) { return std::find(wanted.begin(), wanted.end(), p.service) == wanted.end(); };
  std::erase_if(proposals.fit, other);
  std::erase_if(proposals.unfit, other);
  return {};
}

std::vector<Insertion> Insertions(const std::string& text, Proposals& proposals) {
  std::vector<Insertion> insertions;
  std::erase_if(proposals.fit, [&](const Proposal& proposal) {
    auto insertion = InsertionFor(text, proposal);
    if (insertion) return insertions.push_back(*std::move(insertion)), false;
    proposals.unfit.push_back({proposal.service, insertion.error().message});
    return true;
  });
  return insertions;
}

std::set<std::string> Extended(const settings::ComposeFile& file) {
  std::set<std::string> services;
  for (const auto& service : file.services)
    if (service.extension) services.insert(service.name);
  return services;
}

/// What would be written is read again: a file that Docktor misunderstands is not touched, nor one in which a service
/// takes over what is written for another.
Status Verify(const std::string& before, const std::string& text, const std::string& path, const Proposals& proposals) {
  const auto file = settings::ReadComposeFile(text, path);
  auto unasked = Extended(file);
  for (const auto& service : Extended(settings::ReadComposeFile(before, path))) unasked.erase(service);
  for (const auto& proposal : proposals.fit) unasked.erase(proposal.service);
  if (!unasked.empty())
    return Fail(Errc::kInvalidInput,
                path + ": " + *unasked.begin() + " would be scaled as well, by a merge key (<<) or an alias",
                "write x-docktor by hand, or give " + *unasked.begin() + " one of its own: {enable: false}");
  for (const auto& proposal : proposals.fit) {
    const auto found = std::find_if(file.services.begin(), file.services.end(),
                                    [&](const auto& service) { return service.name == proposal.service; });
    const bool right = found != file.services.end() && found->extension && found->errors.empty();
    if (!right || !file.errors.empty())
      return Fail(Errc::kInvalidInput, path + ": no place for x-docktor of " + proposal.service + " was found",
                  "write it by hand; docktor init --dry-run shows what");
  }
  return {};
}

void Show(const Session& session, const std::string& path, const Proposals& proposals, const std::string& diff) {
  for (const auto& [service, min, max, reason] : proposals.fit)
    fmt::print("{}: {} to {} replicas ({})\n", Paint(service, Ink::kGreen, session.look), min, max, reason);
  for (const auto& [service, why] : proposals.unfit)
    fmt::print("{}: nothing proposed: {}\n", Paint(service, Ink::kFaint, session.look), why);
  if (!diff.empty()) fmt::print("\n{}\n{}", Paint("+++ " + path, Ink::kBold, session.look), diff);
  std::fflush(stdout);
}

void ShowJson(const std::string& path, const Proposals& proposals, bool written) {
  json::array fit, unfit;
  for (const auto& p : proposals.fit)
    fit.push_back(json::object{{"service", p.service}, {"min", p.min}, {"max", p.max}, {"reason", p.reason}});
  for (const auto& u : proposals.unfit) unfit.push_back(json::object{{"service", u.service}, {"why", u.why}});
  fmt::print(
      "{}\n",
      WriteJson(json::object{
          {"file", path}, {"written", written}, {"proposals", std::move(fit)}, {"not_proposed", std::move(unfit)}}));
}

bool Agreed(const InitCommand& command, const std::string& path) {
  if (command.dry_run) return false;
  if (command.yes) return true;
  if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0)
    return Note("nothing is written; --yes writes it"), false;
  fmt::print("\nWrite this into {}? [y/N] ", path);
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

ExitCode Complained(const Error& error) { return Complain(error), ExitCodeOf(error); }

}  // namespace

ExitCode RunInit(const Session& session, const InitCommand& command) {
  const auto project = Project(session, command);
  if (!project) return Complain(project.error()), kUsage;
  const auto& path = project->files.front().path;
  const auto text = settings::ReadTextFile(path).map_error([&path](int why) {
    return Error{Errc::kInvalidInput, "read " + path + ": " + std::strerror(why)};
  });
  const auto config = text ? ReadByCompose(*project) : tl::unexpected<Error>(text.error());
  if (!config) return Complained(config.error());
  auto proposals = Propose(*config, static_cast<int>(std::thread::hardware_concurrency()));
  if (const auto kept = KeepOnly(command.services, proposals); !kept) return Complained(kept.error());
  const auto insertions = Insertions(*text, proposals);
  const auto after = WithInsertions(*text, insertions);
  if (const auto right = Verify(*text, after, path, proposals); !right) return Complained(right.error());
  const bool json = session.arguments.json;
  if (!json) Show(session, path, proposals, DrawnDiff(*text, insertions, session.look));
  const bool write = !insertions.empty() && Agreed(command, path);
  if (write)
    if (const auto written = ReplaceFile(path, after); !written) return Complained(written.error());
  if (json) ShowJson(path, proposals, write);
  if (!json && write) fmt::print("\nwritten; a daemon that runs reads it by itself\n");
  return kOk;
}

}  // namespace docktor::cli
