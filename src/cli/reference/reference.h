#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/arguments/command_words.h"

namespace docktor::cli {

/// docs/reference.md: every command, flag and setting, each with an example.
std::string ReferencePage(const std::vector<CommandWords>& commands);

/// Pages for `man`, by the names of their files: one for each command, and docktor.yaml.5 for the settings.
std::map<std::string, std::string> ManPages(const std::vector<CommandWords>& commands);

/// A whole command line that has this flag or word.
std::string ExampleOf(const CommandWords& command, const OptionWords& option);

}  // namespace docktor::cli
