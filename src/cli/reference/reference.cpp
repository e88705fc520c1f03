#include "cli/reference/reference.h"

#include <algorithm>

#include <fmt/format.h>

#include "settings/fields/fields.h"

namespace docktor::cli {
namespace {

std::string Program(const CommandWords& command) {
  return command.name.empty() ? "docktor" : "docktor " + command.name;
}

std::string Shown(const OptionWords& option) {
  std::string text;
  for (const auto& name : option.names) text += (text.empty() ? "" : ", ") + name;
  return text + (option.metavar.empty() ? "" : " " + option.metavar);
}

/// Something that may stand for this flag or word.
std::string SampleOf(const OptionWords& option) {
  static const std::map<std::string, std::string> samples{{"--context", "far"},
                                                          {"--project", "shop"},
                                                          {"--interval", "2s"},
                                                          {"TIME", "30m"},
                                                          {"N", "5"},
                                                          {"SERVICE", "web"},
                                                          {"REPLICAS", "4"},
                                                          {"FORMAT", "json"},
                                                          {"SHELL", "bash"},
                                                          {"--log-file", "docktor.log"},
                                                          {"LOG_FORMAT", "json"},
                                                          {"ID", "d42"},
                                                          {"DECISION", "d42"},
                                                          {"--decision", "d42"},
                                                          {"--listen", "3000"},
                                                          {"--base-path", "/docktor"},
                                                          {"FILE", "compose.yaml"},
                                                          {"PATH", "compose.yaml"},
                                                          {"NAME", "web"},
                                                          {"MODEL", "llama3.2"},
                                                          {"VARIABLE", "GPU_KEY"},
                                                          {"ADDRESS", "ssh://me@server"}};
  for (const auto& key : {option.names.front(), option.metavar})
    if (const auto found = samples.find(key); found != samples.end()) return found->second;
  return "web";
}

bool Contains(const std::string& example, const OptionWords& option) {
  return std::any_of(option.names.begin(), option.names.end(), [&](const auto& name) {
    return (example + " ").find(" " + name + " ") != std::string::npos ||
           example.find(" " + name + "=") != std::string::npos;
  });
}

std::vector<OptionWords> Own(const CommandWords& command) {
  std::vector<OptionWords> own;
  for (const auto& option : command.options)
    if (!option.everywhere) own.push_back(option);
  return own;
}

const CommandWords& TheProgram(const std::vector<CommandWords>& commands) { return commands.front(); }

std::string OptionTable(const CommandWords& command, const std::vector<OptionWords>& options) {
  std::string out = "| | | for example |\n|---|---|---|\n";
  for (const auto& option : options)
    out += fmt::format("| `{}` | {} | `{}` |\n", Shown(option), option.help, ExampleOf(command, option));
  return out;
}

std::string CommandSection(const CommandWords& command) {
  auto out = fmt::format("### {}\n\n{}.\n", Program(command), command.summary);
  if (!command.help.empty()) out += "\n" + command.help + "\n";
  if (const auto own = Own(command); !own.empty()) out += "\n" + OptionTable(command, own);
  out += "\n```sh\n";
  for (const auto& example : command.examples) out += example + "\n";
  if (command.examples.empty()) out += Program(command) + "\n";
  return out + "```\n\n";
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string SettingsTable() {
  std::string out = "| key | | for example |\n|---|---|---|\n";
  for (const auto& field : settings::Fields())
    out += fmt::format("| `{}` | {} | `{}: {}` |\n", field.key, Escaped(field.help), field.key, Escaped(field.example));
  return out;
}

/// roff takes a dot or an apostrophe at the begin of a line, and a backslash anywhere, for its own.
std::string Roff(std::string_view text) {
  std::string out;
  bool begin = true;
  for (const char c : text) {
    if (begin && (c == '.' || c == '\'')) out += "\\&";
    if (c == '-')
      out += "\\-";
    else if (c == '\\')
      out += "\\e";
    else
      out += c;
    begin = c == '\n';
  }
  return out;
}

std::string ManHead(const std::string& name, int section, std::string_view summary) {
  return fmt::format(".TH \"{}\" {}\n.SH NAME\n{} \\- {}\n", Roff(name), section, Roff(name), Roff(summary));
}

std::string ManOptions(const std::vector<OptionWords>& options) {
  std::string out;
  for (const auto& option : options) out += fmt::format(".TP\n.B {}\n{}\n", Roff(Shown(option)), Roff(option.help));
  return out;
}

std::string Synopsis(const CommandWords& command) {
  auto out = ".SH SYNOPSIS\n.B " + Roff(Program(command)) + "\n";
  if (command.group) out += "COMMAND\n";
  for (const auto& option : command.options)
    if (option.positional) out += (option.required ? option.names.front() : "[" + option.names.front() + "]") + "\n";
  return out + "[OPTION…]\n";
}

std::string ManPage(const CommandWords& command, const std::vector<CommandWords>& commands) {
  auto name = Program(command);
  std::replace(name.begin(), name.end(), ' ', '-');
  auto page = ManHead(name, 1, command.summary) + Synopsis(command);
  if (!command.help.empty()) page += ".SH DESCRIPTION\n" + Roff(command.help) + "\n";
  if (const auto own = Own(command); !own.empty()) page += ".SH OPTIONS\n" + ManOptions(own);
  page += ".SH OPTIONS OF EVERY COMMAND\n" + ManOptions(TheProgram(commands).options);
  if (command.name.empty()) {
    page += ".SH COMMANDS\n";
    for (const auto& below : commands)
      if (!below.name.empty()) page += fmt::format(".TP\n.B {}\n{}\n", Roff(below.name), Roff(below.summary));
  }
  page += ".SH EXAMPLES\n.nf\n";
  for (const auto& example : command.examples) page += Roff(example) + "\n";
  if (command.examples.empty()) page += Roff(Program(command)) + "\n";
  return page + ".fi\n";
}

std::string SettingsManPage() {
  auto page = ManHead("docktor.yaml", 5, "what can be said of services that Docktor scales");
  page += ".SH DESCRIPTION\n";
  page += Roff(
      "Each stands in docktor.yaml, below x-docktor in the Compose file, in a label (docktor.KEY) or in a "
      "variable (DOCKTOR_KEY); points are levels of the file.\n");
  page += ".SH SETTINGS\n";
  for (const auto& field : settings::Fields())
    page += fmt::format(".TP\n.B {}\n{} For example: {}\n", Roff(field.key), Roff(field.help), Roff(field.example));
  return page;
}

}  // namespace

std::string ExampleOf(const CommandWords& command, const OptionWords& option) {
  for (const auto& example : command.examples)
    if (option.positional ? example.find(" " + SampleOf(option)) != std::string::npos : Contains(example, option))
      return example;
  auto line = Program(command);
  for (const auto& word : command.options)
    if (word.positional && (word.required || &word == &option || word.names == option.names))
      line += " " + SampleOf(word);
  if (option.positional) return line;
  return line + " " + option.names.front() + (option.metavar.empty() ? "" : " " + SampleOf(option));
}

std::string ReferencePage(const std::vector<CommandWords>& commands) {
  std::string page =
      "# Reference\n\nEvery command, flag and setting. This page is made by the program itself: `make reference`.\n\n"
      "## Flags of every command\n\n" +
      OptionTable({.name = "status"}, TheProgram(commands).options) + "\n```\n" + TheProgram(commands).help +
      "\n```\n\n## Commands\n\n";
  for (const auto& command : commands)
    if (!command.name.empty() && !command.group) page += CommandSection(command);
  page +=
      "## Settings\n\nIn `docktor.yaml`, below `x-docktor` in the Compose file, in a label (`docktor.min`) or in a "
      "variable (`DOCKTOR_MIN`); points are levels of the file. `docktor config schema` is the same for editors.\n\n";
  return page + SettingsTable();
}

std::map<std::string, std::string> ManPages(const std::vector<CommandWords>& commands) {
  std::map<std::string, std::string> pages{{"docktor.yaml.5", SettingsManPage()}};
  for (const auto& command : commands) {
    if (command.group && !command.name.empty()) continue;
    auto name = Program(command);
    std::replace(name.begin(), name.end(), ' ', '-');
    pages[name + ".1"] = ManPage(command, commands);
  }
  return pages;
}

}  // namespace docktor::cli
