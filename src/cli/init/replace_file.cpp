#include "cli/init/replace_file.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

namespace docktor::cli::init {
namespace {

bool WriteAll(int fd, const std::string& text) {
  for (std::size_t written = 0; written < text.size();) {
    const auto n = write(fd, text.data() + written, text.size() - written);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    written += static_cast<std::size_t>(n);
  }
  return fsync(fd) == 0;
}

/// The owner may not be ours to give; then the file is the user's own from now on.
void Resemble(int fd, const struct stat& status) {
  (void)!fchown(fd, status.st_uid, status.st_gid);
  (void)!fchmod(fd, status.st_mode & 07777);
}

}  // namespace

Status ReplaceFile(const std::filesystem::path& file, const std::string& text) {
  std::error_code error;
  const auto target = std::filesystem::canonical(file, error);
  struct stat status {};
  auto temporary = target.string() + ".XXXXXX";
  const auto fail = [&] { return Fail(Errc::kInternal, "write " + file.string() + ": " + std::strerror(errno)); };
  if (error || stat(target.c_str(), &status) != 0) return fail();
  const int fd = mkstemp(temporary.data());
  if (fd < 0) return fail();
  Resemble(fd, status);
  const bool whole = WriteAll(fd, text);
  close(fd);
  if (whole && std::rename(temporary.c_str(), target.c_str()) == 0) return {};
  const auto failed = fail();
  unlink(temporary.c_str());
  return failed;
}

}  // namespace docktor::cli::init
