#include "serve/unix_listener.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace docktor::serve {
namespace {

tl::unexpected<Error> Failed(const std::string& path, const char* what, Errc code = Errc::kInternal) {
  return Fail(code, "listen at " + path + ": " + what + ": " + std::strerror(errno));
}

sockaddr_un AddressOf(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

bool Answers(const std::string& path) {
  const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = AddressOf(path);
  const bool answered = connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(probe);
  return answered;
}

/// Makes way at `path`: nothing may be there, or a socket at which nobody answers.
Status MakeWay(const std::string& path) {
  struct stat found {};
  if (lstat(path.c_str(), &found) != 0) return {};
  if (!S_ISSOCK(found.st_mode)) return Fail(Errc::kInvalidInput, "listen at " + path + ": another file is there");
  if (Answers(path)) return Fail(Errc::kConflict, "listen at " + path + ": a daemon answers there already");
  if (unlink(path.c_str()) != 0 && errno != ENOENT) return Failed(path, "remove the socket of a dead process");
  return {};
}

std::uint64_t InodeOf(const std::string& path) {
  struct stat found {};
  return lstat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

}  // namespace

Result<UnixListener> UnixListener::Open(const std::string& path, unsigned mode) {
  if (path.size() >= sizeof(sockaddr_un::sun_path))
    return Fail(Errc::kInvalidInput,
                "listen at " + path + ": longer than the " + std::to_string(sizeof(sockaddr_un::sun_path) - 1) +
                    " bytes that a socket's path may have",
                "choose a shorter folder: DOCKTOR_RUNTIME_DIR");
  const int lock = open((path + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (lock < 0) return Failed(path, "open its lock file");
  UnixListener listener(path, lock);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0)
    return Fail(Errc::kConflict, "listen at " + path + ": a daemon has locked it already");
  if (auto clear = MakeWay(path); !clear) return tl::unexpected<Error>(clear.error());
  listener.socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const auto address = AddressOf(path);
  // The mode of the descriptor becomes that of the file: it is never open to others, not even for a moment.
  fchmod(listener.socket_, mode);
  if (bind(listener.socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return Failed(path, "bind");
  listener.inode_ = InodeOf(path);
  if (chmod(path.c_str(), mode) != 0) return Failed(path, "set its mode");
  if (::listen(listener.socket_, 64) != 0) return Failed(path, "listen");
  return listener;
}

UnixListener::UnixListener(UnixListener&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1)),
      socket_(std::exchange(other.socket_, -1)),
      inode_(std::exchange(other.inode_, 0)) {}

UnixListener::~UnixListener() {
  if (inode_ != 0 && InodeOf(path_) == inode_) unlink(path_.c_str());
  if (socket_ >= 0) close(socket_);
  if (lock_ >= 0) close(lock_);
}

int UnixListener::Release() { return std::exchange(socket_, -1); }

}  // namespace docktor::serve
