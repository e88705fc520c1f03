#include "docker/added_file.h"

#include <openssl/evp.h>

#include "docker/json_reader.h"

namespace docktor::docker {
namespace {

/// Empty where it is none.
std::string FromBase64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const auto size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                    reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return {};
  bytes.resize(static_cast<std::size_t>(size));
  while (bytes.ends_with('\0')) bytes.pop_back();  // what the padding stands for
  return bytes;
}

}  // namespace

std::optional<AddedFile> ParseStat(std::string path, std::string_view header) {
  constexpr std::int64_t kTypeBits = 0x8f280000;  // Go's fs.ModeType: a regular file has none of them
  const auto stat = ParseJson(FromBase64(header));
  if (!stat || !stat->is_object() || !stat->get_object().contains("mode")) return std::nullopt;
  if ((Number(stat->get_object(), {"mode"}) & kTypeBits) != 0) return std::nullopt;
  const auto changed = Text(stat->get_object(), {"mtime"});
  const auto at = ParseInstant(changed);
  if (!at) return std::nullopt;
  return AddedFile{std::move(path), *at, Number(stat->get_object(), {"size"}), changed.find('.') == std::string::npos};
}

}  // namespace docktor::docker
