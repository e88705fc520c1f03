#include "net/tunnel.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/time.h"

extern char** environ;

namespace docktor::net {
namespace {

/// A program wants the signals as a shell would leave them, not as a daemon has them.
void ResetSignals(posix_spawnattr_t& attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
}

int Spawn(const std::vector<std::string>& command, int connection, int errors, pid_t& pid) {
  std::vector<char*> argv;
  for (const auto& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, connection, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&files, connection, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  ResetSignals(attributes);
  const int error = posix_spawnp(&pid, argv[0], &files, &attributes, argv.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

void End(pid_t pid) {
  constexpr Duration kMoment = 200ms;
  const auto deadline = std::chrono::steady_clock::now() + kMoment;
  while (waitpid(pid, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      kill(-pid, SIGKILL);
      waitpid(pid, nullptr, 0);
      return;
    }
    std::this_thread::sleep_for(5ms);
  }
}

}  // namespace

Tunnel::~Tunnel() {
  while (!processes_.empty()) Close(processes_.begin()->first);
  if (listener_ >= 0) close(listener_);
}

bool Tunnel::Listen() {
  if (listener_ >= 0) return true;
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return bind(listener_, reinterpret_cast<const sockaddr*>(&any), sizeof(any)) == 0 && listen(listener_, 1) == 0;
}

int Tunnel::Open(sockaddr_in& to) {
  socklen_t size = sizeof(to);
  if (!Listen() || getsockname(listener_, reinterpret_cast<sockaddr*>(&to), &size) != 0) {
    Fail(std::strerror(errno));
    return -1;
  }
  words_.clear();
  return opened_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/// Others on this machine may connect too: what is not the socket that was opened here is sent away.
int Tunnel::Accept() const {
  sockaddr_in ours{};
  socklen_t size = sizeof(ours);
  getsockname(opened_, reinterpret_cast<sockaddr*>(&ours), &size);
  while (true) {
    sockaddr_in peer{};
    size = sizeof(peer);
    const int fd = accept4(listener_, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_CLOEXEC);
    if (fd < 0 || (peer.sin_port == ours.sin_port && peer.sin_addr.s_addr == ours.sin_addr.s_addr)) return fd;
    close(fd);
  }
}

bool Tunnel::Attach() {
  if (opened_ < 0) return true;
  const int far_end = Accept();
  if (far_end < 0) return Fail(std::strerror(errno));
  Process process{.errors = std::make_unique<Capture>()};
  const int error = Spawn(command_, far_end, process.errors->fd(), process.pid);
  close(far_end);
  if (error != 0) return Fail(error == ENOENT ? "there is no such program here" : std::strerror(error));
  processes_[std::exchange(opened_, -1)] = std::move(process);
  return true;
}

void Tunnel::Close(int socket) {
  close(socket);
  if (socket == opened_) opened_ = -1;
  const auto found = processes_.find(socket);
  if (found == processes_.end()) return;
  End(found->second.pid);
  words_ = LastLine(found->second.errors->Text());
  processes_.erase(found);
}

bool Tunnel::Fail(const std::string& why) {
  words_ = "run " + command_.front() + ": " + why;
  return false;
}

}  // namespace docktor::net
