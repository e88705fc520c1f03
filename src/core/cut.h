#pragma once

#include <string_view>

namespace docktor {

/// At most that many bytes of the text, without half a character of UTF-8 at the end.
inline std::string_view CutAt(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0) == 0x80) --most;
  return text.substr(0, most);
}

}  // namespace docktor
