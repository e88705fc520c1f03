#include "cli/completion/completion.h"

#include <algorithm>
#include <map>
#include <utility>

namespace docktor::cli {
namespace {

using Names = std::vector<std::string>;

/// Values of which there are only these, by what stands for them in the help.
const std::map<std::string, Names>& FixedValues() {
  static const std::map<std::string, Names> values{{"FORMAT", {"csv", "json", "parquet"}},
                                                   {"SHELL", {"bash", "zsh", "fish"}},
                                                   {"LOG_FORMAT", {"text", "json"}},
                                                   {"TIME", {"30s", "5m", "30m", "2h"}}};
  return values;
}

Names ValuesFor(const std::string& metavar, const std::string& name, const LiveNames& live) {
  if (metavar == "SERVICE" || name == "--service") return live.services();
  if (name == "--project") return live.projects();
  const auto fixed = FixedValues().find(metavar);
  return fixed == FixedValues().end() ? Names{} : fixed->second;
}

const OptionWords* OptionNamed(const CommandWords& command, const std::string& name) {
  for (const auto& option : command.options)
    if (!option.positional && std::find(option.names.begin(), option.names.end(), name) != option.names.end())
      return &option;
  return nullptr;
}

/// Where the words before the last have led.
struct Position {
  const CommandWords* command = nullptr;
  std::size_t words = 0;  ///< of its own that were given already
  const OptionWords* wants_value = nullptr;
};

const CommandWords* CommandNamed(const std::vector<CommandWords>& commands, const std::string& name) {
  const auto found = std::find_if(commands.begin(), commands.end(), [&](const auto& c) { return c.name == name; });
  return found == commands.end() ? nullptr : &*found;
}

Position Follow(const std::vector<CommandWords>& commands, const Names& words) {
  Position at{.command = CommandNamed(commands, "")};
  for (std::size_t i = 0; i + 1 < words.size() && at.command != nullptr; ++i) {
    if (std::exchange(at.wants_value, nullptr) != nullptr) continue;
    if (words[i].starts_with('-')) {
      const auto* option = OptionNamed(*at.command, words[i]);
      if (option != nullptr && !option->metavar.empty()) at.wants_value = option;
      continue;
    }
    const auto deeper = at.command->name + (at.command->name.empty() ? "" : " ") + words[i];
    const auto* next = CommandNamed(commands, deeper);
    at.words += next == nullptr ? 1 : 0;
    if (next != nullptr) at.command = next;
  }
  return at;
}

Names Subcommands(const std::vector<CommandWords>& commands, const CommandWords& of) {
  const auto front = of.name.empty() ? "" : of.name + " ";
  Names names;
  for (const auto& command : commands) {
    if (command.name.empty() || !command.name.starts_with(front)) continue;
    const auto rest = command.name.substr(front.size());
    if (rest.find(' ') == std::string::npos) names.push_back(rest);
  }
  return names;
}

Names Flags(const CommandWords& command) {
  Names names{"--help"};
  for (const auto& option : command.options)
    for (const auto& name : option.names)
      if (!option.positional && name.starts_with("--")) names.push_back(name);
  return names;
}

Names Possible(const std::vector<CommandWords>& commands, const Position& at, const std::string& word,
               const LiveNames& live) {
  if (at.wants_value != nullptr) return ValuesFor(at.wants_value->metavar, at.wants_value->names.front(), live);
  if (word.starts_with('-')) return Flags(*at.command);
  auto names = Subcommands(commands, *at.command);
  std::size_t skip = at.words;
  for (const auto& option : at.command->options) {
    if (!option.positional || skip-- > 0) continue;
    const auto values = ValuesFor(option.names.front(), {}, live);
    names.insert(names.end(), values.begin(), values.end());
    break;
  }
  return names;
}

}  // namespace

Names Candidates(const std::vector<CommandWords>& commands, const Names& words, const LiveNames& live) {
  const auto at = Follow(commands, words);
  const auto word = words.empty() ? std::string() : words.back();
  if (at.command == nullptr) return {};
  auto names = Possible(commands, at, word, live);
  std::erase_if(names, [&](const std::string& name) { return !name.starts_with(word); });
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::optional<std::string> CompletionScript(const std::string& shell) {
  if (shell == "bash")
    return R"(# bash completion of docktor; for example: docktor completion bash > ~/.local/share/bash-completion/completions/docktor
_docktor() {
  local IFS=$'\n'
  COMPREPLY=($("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _docktor docktor
)";
  if (shell == "zsh")
    return R"(#compdef docktor
# zsh completion of docktor; for example: docktor completion zsh > ~/.zfunc/_docktor
_docktor() {
  local -a found
  found=("${(@f)$(${words[1]} __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${found[*]}" ]]; then compadd -a found; else _files; fi
}
if [[ "$funcstack[1]" == _docktor ]]; then _docktor "$@"; else compdef _docktor docktor; fi
)";
  if (shell == "fish")
    return R"(# fish completion of docktor; for example: docktor completion fish > ~/.config/fish/completions/docktor.fish
function __docktor_complete
  set -l words (commandline -opc)
  set -l word (commandline -ct)
  $words[1] __complete $words[2..-1] "$word" 2>/dev/null
end
complete -c docktor -f -n 'count (__docktor_complete) >/dev/null' -a '(__docktor_complete)'
)";
  return std::nullopt;
}

}  // namespace docktor::cli
