#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace docktor::cli {

/// What the scripts of shells ask for: prints what may stand in place of the last of `words`, one a line. Silent and
/// soon done whatever is wrong.
ExitCode RunComplete(const std::vector<std::string>& words);

}  // namespace docktor::cli
