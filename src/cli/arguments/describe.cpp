#include "cli/arguments/describe.h"

#include <sstream>

#include <CLI/CLI.hpp>

namespace docktor::cli {
namespace {

std::string NameOf(const CLI::App& app) {
  if (app.get_parent() == nullptr) return {};
  const auto above = NameOf(*app.get_parent());
  return above + (above.empty() ? "" : " ") + app.get_name();
}

/// CLI11 writes checks behind the name of a type: "FORMAT:{text,json}".
std::string UpTo(const std::string& text, char end) { return text.substr(0, text.find(end)); }

OptionWords WordsOf(const CLI::Option& option) {
  OptionWords words{.help = option.get_description(),
                    .positional = option.get_positional(),
                    .required = option.get_required(),
                    .everywhere = option.get_group() == "Everywhere"};
  for (const auto& name : option.get_lnames()) words.names.push_back("--" + name);
  for (const auto& name : option.get_snames()) words.names.push_back("-" + name);
  if (words.positional) words.names = {option.get_name(true)};
  if (!words.positional && option.get_expected_max() > 0) words.metavar = UpTo(option.get_type_name(), ':');
  return words;
}

/// Help and examples stand in the footer.
void AddFooter(const std::string& footer, CommandWords& words) {
  constexpr std::string_view kExamples = "Examples:\n";
  const auto at = footer.find(kExamples);
  words.help = footer.substr(0, at);
  while (words.help.ends_with('\n')) words.help.pop_back();
  if (at == std::string::npos) return;
  std::istringstream lines(footer.substr(at + kExamples.size()));
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("  ")) words.examples.push_back(line.substr(2));
}

void AddTo(std::vector<CommandWords>& all, const CLI::App& app) {
  CommandWords words{.name = NameOf(app), .summary = app.get_description()};
  AddFooter(app.get_footer(), words);
  for (const auto* option : app.get_options())
    if (!option->get_group().empty() && option->get_name() != "--help") words.options.push_back(WordsOf(*option));
  const auto below = app.get_subcommands([](const CLI::App*) { return true; });
  words.group = !below.empty();
  all.push_back(std::move(words));
  for (const auto* command : below) AddTo(all, *command);
}

}  // namespace

std::vector<CommandWords> Describe(const CLI::App& app) {
  std::vector<CommandWords> all;
  AddTo(all, app);
  return all;
}

}  // namespace docktor::cli
