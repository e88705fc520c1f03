#include "fuzz/pieces.h"
#include "settings/files/find_project.h"
#include "settings/labels.h"
#include "settings/settings.h"
#include "settings/variables.h"
#include "support/made_folder.h"

namespace docktor::settings {
namespace {

/// Lines of NAME=VALUE.
Environment VariablesIn(const std::string& text) {
  Environment variables;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (test::Pieces pieces(bytes, text.size()); !pieces.empty();) {
    const auto line = pieces.Text('\n');
    const auto equals = line.find('=');
    if (equals != line.npos) variables[line.substr(0, equals)] = line.substr(equals + 1);
  }
  return variables;
}

void Check(const Settings& settings) {
  const auto spec = settings.SpecOf({.key = {"shop", "web"}}, 2);
  if (spec.min < 0 || spec.min > spec.max || !(spec.target.cpu > 0) || spec.interval <= Duration{0}) __builtin_trap();
}

void Label(const std::string& name, const std::string& value) {
  Layer layer;
  const auto error = ReadLabel("docktor." + name, value, "label", layer);
  if (error && (error->message.empty() || layer != Layer{})) __builtin_trap();
}

/// The project of a folder with these files, and what its variables say.
void Find(const std::string& dot_env, const std::string& compose, const Environment& environment) {
  static const test::MadeFolder folder;
  folder.Write(".env", dot_env);
  folder.Write("compose.yaml", compose);
  const auto project = FindProject({}, environment, {.folder = folder.path()});
  if (!project) {
    if (project.error().message.empty()) __builtin_trap();
    return;
  }
  if (project->name.empty() || project->found_by.empty()) __builtin_trap();
  Check(Settings({.compose = project->files, .variables = ReadVariables(environment)}));
}

}  // namespace
}  // namespace docktor::settings

/// The variables of a process and of .env files, with a Compose file that uses them, and labels: they are read or
/// refused, and what is made of them keeps its promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  using namespace docktor::settings;
  test::Pieces pieces(data, size);
  const auto variables = VariablesIn(pieces.Text());
  const auto dot_env = pieces.Text(), compose = pieces.Text(), label = pieces.Text();
  const auto layer = ReadVariables(variables);
  for (const auto& error : layer.errors)
    if (error.message.empty()) __builtin_trap();
  Check(Settings({.variables = layer}));
  Label(label, pieces.Text());
  Find(dot_env, compose, variables);
  const auto normal = NormalProjectName(dot_env);
  if (NormalProjectName(normal) != normal) __builtin_trap();
  return 0;
}
