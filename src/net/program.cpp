#include "net/program.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string_view>
#include <thread>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/capture.h"

extern char** environ;

namespace docktor::net {
namespace {

/// This process's own variables, and those instead of or beside them.
std::vector<char*> EnvironmentWith(const std::vector<std::string>& variables) {
  std::vector<char*> all;
  for (auto** own = environ; *own != nullptr; ++own) {
    const std::string_view text(*own);
    const auto name = text.substr(0, std::min(text.find('='), text.size() - 1) + 1);
    if (std::none_of(variables.begin(), variables.end(), [&](const auto& v) { return v.starts_with(name); }))
      all.push_back(*own);
  }
  for (const auto& variable : variables) all.push_back(const_cast<char*>(variable.c_str()));
  all.push_back(nullptr);
  return all;
}

/// Of processes: what a terminal's Ctrl-C reaches, and what one kill does.
enum class Group {
  kOwn,  ///< the program and all that it starts: Compose is a child of the docker command
  kOurs
};

/// No signal blocked, whatever this thread blocks.
class SpawnAttributes {
 public:
  explicit SpawnAttributes(Group group) {
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigmask(&attributes_, &none);
    const int own = group == Group::kOwn ? POSIX_SPAWN_SETPGROUP : 0;
    posix_spawnattr_setflags(&attributes_, static_cast<short>(POSIX_SPAWN_SETSIGMASK | own));
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

int SpawnInto(int output, Group group, char* const* argv, char* const* environment, pid_t& pid) {
  const SpawnAttributes attributes(group);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", 0, 0);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
  const int error = posix_spawnp(&pid, argv[0], &files, attributes.get(), argv, environment);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

int ExitCode(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

/// False: it did not end in time, and has been killed.
bool Await(pid_t pid, Group group, Duration patience, int& status) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (waitpid(pid, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      kill(group == Group::kOwn ? -pid : pid, SIGKILL);
      waitpid(pid, &status, 0);
      return false;
    }
    std::this_thread::sleep_for(10ms);
  }
  return true;
}

std::string Shown(const std::vector<std::string>& command) {
  std::string text;
  for (const auto& word : command) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// Its exit code.
Result<int> RunInto(int output, Group group, const std::vector<std::string>& command, Duration patience,
                    const std::vector<std::string>& variables, const std::function<void()>& on_begun = {}) {
  std::vector<char*> argv;
  for (const auto& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  pid_t pid = 0;
  if (const int error = SpawnInto(output, group, argv.data(), EnvironmentWith(variables).data(), pid); error != 0)
    return Fail(error == ENOENT ? Errc::kNotFound : Errc::kInternal, "run " + command[0] + ": " + std::strerror(error));
  if (on_begun) on_begun();
  int status = 0;
  if (!Await(pid, group, patience, status))
    return Fail(Errc::kTimeout, Shown(command) + ": has not ended in " + ToText(patience));
  return ExitCode(status);
}

Result<ProgramEnd> EndOf(Group group, const std::vector<std::string>& command, Duration patience,
                         const std::vector<std::string>& variables, const std::function<void()>& on_begun = {}) {
  const Capture output;
  return RunInto(output.fd(), group, command, patience, variables, on_begun).map([&](int exit_code) {
    return ProgramEnd{exit_code, output.Text()};
  });
}

}  // namespace

Result<ProgramEnd> RunProgram(const std::vector<std::string>& command, Duration patience,
                              const std::vector<std::string>& variables, const std::function<void()>& on_begun) {
  return EndOf(Group::kOwn, command, patience, variables, on_begun);
}

Result<int> RunInSight(const std::vector<std::string>& command, Duration patience) {
  return RunInto(STDERR_FILENO, Group::kOurs, command, patience, {});
}

Result<std::string> OutputOf(const std::vector<std::string>& command, Duration patience) {
  auto end = EndOf(Group::kOurs, command, patience, {});
  if (!end) return tl::unexpected<Error>(end.error());
  if (end->exit_code != 0) return Fail(Errc::kUnavailable, Shown(command) + ": " + LastLine(end->output));
  return std::move(end->output);
}

}  // namespace docktor::net
