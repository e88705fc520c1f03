#include "settings/files/text_file.h"

#include <cerrno>
#include <fstream>
#include <sstream>

namespace docktor::settings {

tl::expected<std::string, int> ReadTextFile(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return tl::unexpected(EISDIR);
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return tl::unexpected(errno ? errno : EIO);
  std::ostringstream text;
  text << stream.rdbuf();
  if (stream.bad()) return tl::unexpected(EIO);
  return text.str();
}

}  // namespace docktor::settings
