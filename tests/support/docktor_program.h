#pragma once

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "core/json.h"

namespace docktor::test {

inline std::string ContentOf(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

/// Whether a process still does anything; one that nobody has collected yet does not.
inline bool ProcessLives(std::int64_t pid) {
  const auto stat = ContentOf("/proc/" + std::to_string(pid) + "/stat");
  const auto end = stat.rfind(')');
  return end != std::string::npos && end + 2 < stat.size() && stat[end + 2] != 'Z';
}

/// What a command came to. In a process of its own, as a user's shell would run it.
struct Ran {
  int exit_code = -1;
  std::string out;
  std::string err;
};
inline std::ostream& operator<<(std::ostream& os, const Ran& ran) {
  return os << "exit code " << ran.exit_code << "\n" << ran.out << ran.err;
}

/// The program `docktor`, run in `folder` with state and runtime folders of its own below it.
class DocktorProgram {
 public:
  DocktorProgram(std::filesystem::path folder, std::string project)
      : folder_(std::move(folder)), project_(std::move(project)) {
    std::filesystem::create_directories(folder_ / "out");
  }

  std::filesystem::path state() const { return folder_ / "state"; }
  std::filesystem::path journal() const { return state() / project_ / "journal"; }
  std::filesystem::path socket() const { return folder_ / "run" / (project_ + ".sock"); }
  std::filesystem::path log() const { return state() / project_ / "daemon.log"; }

  /// `docktor ARGUMENTS`, with variables before it; may be called from several threads.
  Ran Run(const std::string& arguments, const std::string& variables = "") {
    const auto out = folder_ / "out" / std::to_string(++runs_);
    const auto status =
        std::system(("cd " + folder_.string() + " && " + Variables() + " " + variables + " timeout 90 " +
                     DOCKTOR_PROGRAM + " " + arguments + " </dev/null >" + out.string() + " 2>" + out.string() + ".err")
                        .c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ContentOf(out), ContentOf(out.string() + ".err")};
  }

  /// The answer of `docktor ARGUMENTS --json`; a test failure where it does not succeed.
  template <typename Output>
  Output Ask(const std::string& arguments) {
    const auto ran = Run(arguments + " --json");
    const auto value = ParseJson(ran.out);
    auto output = value ? FromJson<Output>(*value) : tl::unexpected(value.error());
    if (ran.exit_code == 0 && output) return *std::move(output);
    ADD_FAILURE() << "docktor " << arguments << " --json: " << ran << (output ? "" : output.error().message);
    return {};
  }

  std::string Variables() const {
    return "env COMPOSE_PROJECT_NAME=" + project_ + " DOCKTOR_STATE_DIR=" + state().string() +
           " DOCKTOR_RUNTIME_DIR=" + (folder_ / "run").string();
  }

 private:
  std::filesystem::path folder_;
  std::string project_;
  std::atomic<int> runs_{0};
};

}  // namespace docktor::test
