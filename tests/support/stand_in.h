#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

#include "support/made_folder.h"

namespace docktor::test {

/// A program of that name at the head of PATH, while it lives: notes the words that it is called with and then runs
/// `script`, a piece of shell.
class StandIn {
 public:
  StandIn(const std::string& program, const std::string& script) : before_(std::getenv("PATH")) {
    folder_.WriteProgram(program, "#!/bin/sh\necho \"$*\" >> " + Noted().string() + "\n" + script + "\n");
    setenv("PATH", (folder_.path().string() + ":" + before_).c_str(), 1);
  }
  ~StandIn() { setenv("PATH", before_.c_str(), 1); }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;

  /// One line for each call.
  std::string Calls() const {
    std::ifstream file(Noted());
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path Noted() const { return folder_.path() / "calls"; }

  const std::string before_;
  MadeFolder folder_;
};

}  // namespace docktor::test
