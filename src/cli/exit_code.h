#pragma once

#include "core/result.h"

namespace docktor::cli {

/// What scripts can rely on.
enum ExitCode : int {
  kOk = 0,
  kFailed = 1,
  kUsage = 2,     ///< the command line or the configuration is wrong
  kNoDaemon = 3,  ///< no daemon is running, or not for this project
  kRefused = 4,   ///< a rule forbids it
  kDockerUnreachable = 5,
  kInterrupted = 130,
};

/// For an error that the daemon told, or that kept it from starting: what is unavailable then is Docker.
ExitCode ExitCodeOf(const Error& error);

}  // namespace docktor::cli
