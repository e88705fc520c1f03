#pragma once

#include <string>
#include <vector>

namespace docktor::docker {

/// A program to be run in a container. Empty members: as the container itself has it.
struct Program {
  std::vector<std::string> command;
  std::string user = {};
  std::string working_dir = {};
  std::vector<std::string> environment = {};  ///< "NAME=value", beside the container's own
  bool privileged = false;
  friend bool operator==(const Program&, const Program&) = default;
};

}  // namespace docktor::docker
