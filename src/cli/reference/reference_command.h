#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace docktor::cli {

/// For who builds Docktor: "markdown" prints docs/reference.md, "man FOLDER" writes the man pages.
ExitCode RunReference(const std::vector<std::string>& words);

}  // namespace docktor::cli
