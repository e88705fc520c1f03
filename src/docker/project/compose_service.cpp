#include "docker/project/compose_service.h"

#include <utility>

#include "docker/json_reader.h"

namespace docktor::docker {
namespace {

json::object DocumentIn(std::string_view output) {
  const auto begin = output.starts_with('{') ? 0 : output.find("\n{");
  if (begin == output.npos) return {};
  const auto document = ParseJson(output.substr(begin));
  return document && document->is_object() ? document->get_object() : json::object{};
}

Program ProgramOf(const json::object& hook) {
  Program program{.user = Text(hook, {"user"}),
                  .working_dir = Text(hook, {"working_dir"}),
                  .privileged = Flag(hook, {"privileged"})};
  for (const auto& word : Array(hook, {"command"}))
    if (word.is_string()) program.command.emplace_back(word.get_string());
  for (const auto& [name, value] : Object(hook, {"environment"}))
    if (value.is_string()) program.environment.push_back(std::string(name) + "=" + std::string(value.get_string()));
  return program;
}

std::vector<Program> HooksOf(const json::object& service, std::string_view when) {
  std::vector<Program> hooks;
  for (const auto& hook : Array(service, {when})) {
    if (!hook.is_object()) continue;
    if (auto program = ProgramOf(hook.get_object()); !program.command.empty()) hooks.push_back(std::move(program));
  }
  return hooks;
}

/// Where a file goes that is given by `use`, in `folder` unless it says a path.
std::string PathOf(const json::object& use, const std::string& folder) {
  const auto target = Text(use, {"target"});
  const auto name = target.empty() ? Text(use, {"source"}) : target;
  return name.starts_with('/') ? name : folder + name;
}

void AddWritten(const json::object& document, const json::object& service, std::string_view kind,
                const std::string& folder, std::vector<std::string>& paths) {
  for (const auto& use : Array(service, {kind})) {
    if (!use.is_object()) continue;
    const auto& declared = Object(document, {kind, Text(use.get_object(), {"source"})});
    if (declared.contains("environment") || declared.contains("content"))
      paths.push_back(PathOf(use.get_object(), folder));
  }
}

}  // namespace

Result<ComposeService> ParseComposeService(std::string_view output, const std::string& service) {
  const auto document = DocumentIn(output);
  const auto* found = Find(document, {"services", service});
  if (found == nullptr || !found->is_object())
    return Fail(Errc::kInvalidInput, "what Compose printed of service " + service + " cannot be understood");
  const auto& says = found->get_object();
  ComposeService known{.post_start = HooksOf(says, "post_start"), .pre_stop = HooksOf(says, "pre_stop")};
  AddWritten(document, says, "secrets", "/run/secrets/", known.written);
  AddWritten(document, says, "configs", "/", known.written);
  return known;
}

}  // namespace docktor::docker
