#include "observe/files/kept_file.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace docktor::observe {
namespace {

constexpr std::size_t kUsualSize = 4096;
constexpr std::size_t kLargest = 4 << 20;

tl::unexpected<Error> Refused(const std::string& path, int error) {
  // ENODEV: the file was open when its cgroup was removed. ESRCH: the process of a /proc file has ended.
  const bool gone = error == ENOENT || error == ENODEV || error == ESRCH || error == ENOTDIR;
  const bool denied = error == EACCES || error == EPERM;
  return Fail(gone     ? Errc::kNotFound
              : denied ? Errc::kDenied
                       : Errc::kUnavailable,
              "read " + path + ": " + std::strerror(error));
}

}  // namespace

Result<KeptFile> KeptFile::Open(std::string path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Refused(path, errno);
  return KeptFile(std::move(path), fd);
}

KeptFile::KeptFile(KeptFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), buffer_(std::move(other.buffer_)) {}

KeptFile& KeptFile::operator=(KeptFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(fd_, other.fd_);
  std::swap(buffer_, other.buffer_);
  return *this;
}

KeptFile::~KeptFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::string_view> KeptFile::Read() {
  if (buffer_.empty()) buffer_.resize(kUsualSize);
  std::size_t size = 0;
  while (true) {
    const ssize_t got = ::pread(fd_, buffer_.data() + size, buffer_.size() - size, static_cast<off_t>(size));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Refused(path_, errno);
    size += static_cast<std::size_t>(got);
    // The kernel makes such a file in one piece: a read that leaves room has it all.
    if (size < buffer_.size()) return std::string_view(buffer_).substr(0, size);
    if (buffer_.size() >= kLargest) return Fail(Errc::kUnavailable, "read " + path_ + ": larger than 4 MiB");
    buffer_.resize(buffer_.size() * 2);
  }
}

Result<std::string> ReadFile(const std::string& path) {
  return KeptFile::Open(path).and_then(
      [](KeptFile&& file) { return file.Read().map([](std::string_view text) { return std::string(text); }); });
}

}  // namespace docktor::observe
