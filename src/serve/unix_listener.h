#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace docktor::serve {

/// A unix socket that listens. While it lives, `PATH.lock` is locked, so that two daemons never take one path from
/// each other; at the end the socket file is removed, if it is still this one.
class UnixListener {
 public:
  /// A file that a dead process left at `path` is replaced; its folder must be there.
  /// kConflict: somebody answers there. kInvalidInput: the path is too long for a socket, or another kind of file.
  static Result<UnixListener> Open(const std::string& path, unsigned mode);
  UnixListener(UnixListener&& other) noexcept;
  UnixListener& operator=(UnixListener&&) = delete;
  ~UnixListener();

  /// Hands the descriptor over; the path stays this object's to remove.
  int Release();
  const std::string& path() const { return path_; }

 private:
  UnixListener(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::string path_;
  int lock_ = -1;
  int socket_ = -1;
  std::uint64_t inode_ = 0;
};

}  // namespace docktor::serve
