#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/time.h"

namespace docktor::net {

struct ProgramEnd {
  int exit_code = 0;   ///< 128 + the signal where one ended it
  std::string output;  ///< stdout and stderr in the order written, the first 4 MiB
};

/// Runs a program found by PATH and waits for its end; `command` is its name and its arguments, no shell between.
/// `variables` ("NAME=value") are in its environment, beside those of this process or in their place. `on_begun` is
/// called once it runs.
/// kNotFound: there is no such program. kTimeout: it was still running after `patience` and has been killed, with all
/// that it had started.
Result<ProgramEnd> RunProgram(const std::vector<std::string>& command, Duration patience,
                              const std::vector<std::string>& variables = {},
                              const std::function<void()>& on_begun = {});

/// As `RunProgram`, for a person at a terminal, whose Ctrl-C ends it too; where it takes too long, it alone is killed.
/// What it says goes to stderr at once. Its exit code.
Result<int> RunInSight(const std::vector<std::string>& command, Duration patience);

/// As `RunInSight`, but silent: the output of one that must end with 0; kUnavailable where it does not, with the last
/// line that it said.
Result<std::string> OutputOf(const std::vector<std::string>& command, Duration patience);

}  // namespace docktor::net
