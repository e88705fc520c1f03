#include "docker/tar.h"

#include <charconv>
#include <numeric>

#include <fmt/format.h>

namespace docktor::docker {
namespace {

// The header of an entry (POSIX ustar): where its fields are.
constexpr std::size_t kBlock = 512, kName = 0, kNameSize = 100, kSize = 124, kSum = 148, kSumSize = 8, kType = 156,
                      kPrefix = 345, kPrefixSize = 155;

std::size_t SizeOfEntry(std::string_view header) {
  std::size_t size = 0;
  std::from_chars(header.data() + kSize, header.data() + kSize + 11, size, 8);
  return size;
}

void Put(std::string& archive, std::size_t at, std::size_t room, std::string_view text) {
  archive.replace(at, room, std::string(text) + std::string(room - text.size(), '\0'));
}

/// The sum of all bytes of the header, its own field read as spaces.
void Sum(std::string& archive, std::size_t header) {
  archive.replace(header + kSum, kSumSize, kSumSize, ' ');
  const auto* first = reinterpret_cast<const unsigned char*>(archive.data() + header);
  const auto sum = std::accumulate(first, first + kBlock, 0u);
  Put(archive, header + kSum, kSumSize, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
}

/// The header of the file itself; before it further attributes may stand in an entry of their own.
Result<std::size_t> FindFile(std::string_view archive) {
  for (std::size_t at = 0; at + kBlock <= archive.size();) {
    const auto header = archive.substr(at, kBlock);
    const char type = header[kType];
    if (type == '0' || type == '\0') return at;
    if (type != 'x' && type != 'g') break;
    const auto size = SizeOfEntry(header);
    if (archive.substr(at + kBlock).substr(0, size).find(" path=") != std::string_view::npos)
      return Fail(Errc::kInvalidInput, "its name is too long or not plain ASCII");
    at += kBlock + (size + kBlock - 1) / kBlock * kBlock;
  }
  return Fail(Errc::kInvalidInput, "the engine gave no archive of one file");
}

}  // namespace

std::string ContentsOf(std::string_view archive) {
  std::string contents;
  for (std::size_t at = 0; at + kBlock <= archive.size();) {
    const auto header = archive.substr(at, kBlock);
    const auto size = SizeOfEntry(header);
    if (header[kName] == '\0' || size > archive.size() - at - kBlock) break;
    if (header[kType] == '0' || header[kType] == '\0') contents.append(archive.substr(at + kBlock, size)).append("\n");
    at += kBlock + (size + kBlock - 1) / kBlock * kBlock;
  }
  return contents;
}

Result<std::string> PlaceAt(std::string archive, std::string_view path) {
  const auto header = FindFile(archive);
  if (!header) return tl::unexpected(header.error());
  while (path.starts_with('/')) path.remove_prefix(1);
  std::string_view prefix;
  if (path.size() > kNameSize) {
    const auto slash = path.find('/', path.size() - kNameSize - 1);
    if (slash > kPrefixSize) return Fail(Errc::kInvalidInput, "its path is too long");
    prefix = path.substr(0, slash);
    path.remove_prefix(slash + 1);
  }
  Put(archive, *header + kName, kNameSize, path);
  Put(archive, *header + kPrefix, kPrefixSize, prefix);
  Sum(archive, *header);
  return archive;
}

}  // namespace docktor::docker
