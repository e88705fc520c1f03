#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments/command_words.h"

namespace docktor::cli {

/// Names that are known only when asked for; each may take a moment and answers nothing where it does not know.
struct LiveNames {
  std::function<std::vector<std::string>()> services;
  std::function<std::vector<std::string>()> projects;
};

/// What may stand in place of the last of `words`, the command line so far without the program's name. Empty: nothing
/// that is known here, as where a file is meant.
std::vector<std::string> Candidates(const std::vector<CommandWords>& commands, const std::vector<std::string>& words,
                                    const LiveNames& live);

/// The script by which a shell asks for them: "bash", "zsh" or "fish". Empty: no such shell.
std::optional<std::string> CompletionScript(const std::string& shell);

}  // namespace docktor::cli
