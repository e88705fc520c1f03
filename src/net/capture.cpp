#include "net/capture.h"

#include <sys/mman.h>
#include <unistd.h>

namespace docktor::net {

Capture::Capture() : fd_(memfd_create("output", MFD_CLOEXEC)) {}

Capture::~Capture() {
  if (fd_ >= 0) close(fd_);
}

std::string Capture::Text() const {
  constexpr std::size_t kMost = 4 << 20;
  std::string text(kMost, '\0');
  const auto got = pread(fd_, text.data(), text.size(), 0);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

std::string LastLine(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  const auto line = text.rfind('\n');
  return line == std::string::npos ? text : text.substr(line + 1);
}

}  // namespace docktor::net
