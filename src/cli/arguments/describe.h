#pragma once

#include <vector>

#include "cli/arguments/command_words.h"

namespace CLI {
class App;
}

namespace docktor::cli {

/// A command and all below it, itself first, as CLI11 knows them. Hidden flags are left out.
std::vector<CommandWords> Describe(const CLI::App& app);

}  // namespace docktor::cli
