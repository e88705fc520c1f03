#pragma once

#include <string>

namespace docktor::observe {

/// Where the kernel's files are. Others than these where the host's are mounted elsewhere, and in tests.
struct Roots {
  std::string proc = "/proc";
  std::string mounts = {};  ///< put before the mount points that proc/self/mountinfo names
};

}  // namespace docktor::observe
