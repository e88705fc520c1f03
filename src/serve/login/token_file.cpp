#include "serve/login/token_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/random.h"

namespace docktor::serve {
namespace {

constexpr std::size_t kBytes = 32;

Error About(const std::filesystem::path& file, const std::string& what, Errc code = Errc::kInternal) {
  return {code, "the token in " + file.string() + ": " + what, "delete the file: a new one is made"};
}

Result<std::string> Make(const std::filesystem::path& file) {
  const auto random = RandomHex(kBytes);
  if (!random) return tl::unexpected(About(file, "no random bytes are to be had"));
  const auto& token = *random;
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return tl::unexpected(About(file, std::strerror(errno)));
  const bool written = write(fd, token.data(), token.size()) == static_cast<ssize_t>(token.size());
  const int error = errno;
  close(fd);
  if (written) return token;
  unlink(file.c_str());  // half a token would be in the way of the next one
  return tl::unexpected(About(file, std::strerror(error)));
}

Result<std::string> Read(const std::filesystem::path& file, int fd) {
  struct stat facts {};
  if (fstat(fd, &facts) != 0) return tl::unexpected(About(file, std::strerror(errno)));
  if (facts.st_uid != geteuid() || (facts.st_mode & 077) != 0)
    return tl::unexpected(About(file, "others may read or write it", Errc::kDenied));
  std::string token(2 * kBytes, '\0');
  if (read(fd, token.data(), token.size()) != static_cast<ssize_t>(token.size()) ||
      token.find_first_not_of("0123456789abcdef") != std::string::npos)
    return tl::unexpected(About(file, "it is not one"));
  return token;
}

}  // namespace

Result<std::string> ReadOrMakeToken(const std::filesystem::path& file) {
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return errno == ENOENT ? Make(file) : tl::unexpected(About(file, std::strerror(errno)));
  auto token = Read(file, fd);
  close(fd);
  return token;
}

}  // namespace docktor::serve
