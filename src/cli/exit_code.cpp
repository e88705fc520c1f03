#include "cli/exit_code.h"

namespace docktor::cli {

ExitCode ExitCodeOf(const Error& error) {
  switch (error.code) {
    case Errc::kInvalidInput: return kUsage;
    case Errc::kDenied: return kRefused;
    case Errc::kUnavailable: return kDockerUnreachable;
    case Errc::kNotFound:
    case Errc::kTimeout:
    case Errc::kConflict:
    case Errc::kInternal: break;
  }
  return kFailed;
}

}  // namespace docktor::cli
