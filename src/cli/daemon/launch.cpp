#include "cli/daemon/launch.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/json.h"
#include "operations/declare/error_json.h"

namespace docktor::cli {
namespace {

constexpr int kReadyFd = 3;

std::string Why() { return std::strerror(errno); }

/// In the grandchild: only what is allowed between fork and exec.
[[noreturn]] void Become(const char* program, char* const* arguments, int log, int ready) {
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  if (ready == kReadyFd) {
    fcntl(ready, F_SETFD, 0);
  } else {
    dup2(ready, kReadyFd);
  }
  execv(program, arguments);
  _exit(127);
}

/// Forks twice, so that the daemon belongs to nobody and never gets a terminal.
bool ForkTwice(const char* program, char* const* arguments, int log, int ready) {
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    const pid_t grandchild = fork();
    if (grandchild == 0) Become(program, arguments, log, ready);
    _exit(grandchild < 0 ? 1 : 0);
  }
  int status = 1;
  return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/// The one line that the daemon says, without its end; empty where it died before.
Result<std::string> ReadLine(int fd, Duration patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  std::string line;
  while (true) {
    const auto left = std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now());
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    const int polled = left > Duration{0} ? poll(&waiting, 1, static_cast<int>(left.count())) : 0;
    if (polled < 0 && errno == EINTR) continue;
    if (polled <= 0) return Fail(Errc::kTimeout, "the daemon has not become ready in " + ToText(patience));
    char chunk[512];
    const auto got = read(fd, chunk, sizeof chunk);
    if (got <= 0) return line;
    line.append(chunk, static_cast<std::size_t>(got));
    if (line.ends_with('\n')) return line.substr(0, line.size() - 1);
  }
}

Status HowItWent(const std::string& line, const std::string& look_at) {
  const auto said = ParseJson(line);
  if (!said) return Fail(Errc::kInternal, "the daemon ended before it was ready", look_at);
  if (auto error = operations::ErrorIn(*said)) {
    if (error->hint.empty()) error->hint = look_at;
    return tl::unexpected<Error>(*std::move(error));
  }
  return {};
}

}  // namespace

Status StartInBackground(const std::filesystem::path& program, std::vector<std::string> arguments,
                         const std::filesystem::path& log_file, Duration patience) {
  int log = open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) log = open("/dev/null", O_WRONLY | O_CLOEXEC);  // the daemon says that it cannot write there
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    close(log);
    return Fail(Errc::kInternal, "make a pipe: " + Why());
  }
  arguments.insert(arguments.begin(), "docktor");  // what `ps` shows
  arguments.insert(arguments.end(), {"--ready-fd", std::to_string(kReadyFd)});
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const bool forked = ForkTwice(program.c_str(), argv.data(), log, ends[1]);
  close(log);
  close(ends[1]);
  const auto line = forked ? ReadLine(ends[0], patience) : Fail(Errc::kInternal, "start a process: " + Why());
  close(ends[0]);
  const auto look_at = "its log: " + log_file.string();
  if (line) return HowItWent(*line, look_at);
  return Fail(line.error().code, line.error().message, look_at);
}

Readiness::~Readiness() {
  if (fd_ >= 0) close(fd_);
}

void Readiness::Ready() { Say(WriteJson(json::object{{"ready", true}})); }
void Readiness::Failed(const Error& error) { Say(WriteJson(operations::ErrorJson(error))); }

void Readiness::Say(const std::string& line) {
  if (fd_ < 0) return;
  const auto text = line + "\n";
  for (std::size_t written = 0; written < text.size();) {
    const auto n = write(fd_, text.data() + written, text.size() - written);
    if (n <= 0) break;
    written += static_cast<std::size_t>(n);
  }
  close(fd_);
  fd_ = -1;
}

}  // namespace docktor::cli
