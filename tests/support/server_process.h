#pragma once

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "core/time.h"

namespace docktor::test {

/// A folder that is gone with the test.
class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "docktor-server-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for a server");
    path_ = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string Path(const std::string& name = "") const { return name.empty() ? path_ : path_ + "/" + name; }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name)) << text;
    return Path(name);
  }

 private:
  std::string path_;
};

/// A server program of this machine, run in a process group of its own; ended with the test, or with its process. What
/// it prints is shown where a test failed.
class ServerProcess {
 public:
  /// `variables` are added to the environment ("NAME=value").
  ServerProcess(const TempFolder& folder, std::vector<std::string> command,
                const std::vector<std::string>& variables = {})
      : name_(command.front()), log_(folder.Path(std::filesystem::path(name_).filename().string() + ".log")) {
    pid_ = fork();
    if (pid_ == 0) Become(command, variables);
    setpgid(pid_, pid_);
  }
  ~ServerProcess() {
    Stop();
    if (testing::Test::HasFailure()) std::cerr << "--- " << name_ << "\n" << std::ifstream(log_).rdbuf();
  }
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// Asks until it answers; a test failure where it does not, or has ended.
  void Await(const std::function<bool()>& answers, Duration longest = 60s) {
    const auto end = std::chrono::steady_clock::now() + longest;
    while (!answers()) {
      ASSERT_EQ(waitpid(pid_, nullptr, WNOHANG), 0) << name_ << " has ended";
      ASSERT_LT(std::chrono::steady_clock::now(), end) << name_ << " does not answer";
      std::this_thread::sleep_for(50ms);
    }
  }

  void Stop() {
    if (pid_ <= 0) return;
    kill(-pid_, SIGKILL);  // nothing of it is to be kept
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  [[noreturn]] void Become(const std::vector<std::string>& command, const std::vector<std::string>& variables) const {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int log = open(log_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    for (const auto& variable : variables) putenv(const_cast<char*>(variable.c_str()));
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }

  std::string name_;
  std::string log_;
  pid_t pid_ = 0;
};

}  // namespace docktor::test
