#include "core/utf8.h"

#include <cstdint>
#include <cstring>
#include <string_view>

namespace docktor {
namespace {

/// Length of the well-formed UTF-8 character at the front of `text`; 0: there is none.
std::size_t CharacterLength(std::string_view text) {
  const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
  const unsigned first = byte(0), second = byte(1);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)) return 0;  // overlong, surrogate
    return continues(1) && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)) return 0;  // overlong, beyond U+10FFFF
    return continues(1) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

/// How many bytes of ASCII stand at the front of `text`, looked at eight at a time.
std::size_t AsciiLength(std::string_view text) {
  std::size_t length = 0;
  for (std::uint64_t eight = 0; length + sizeof eight <= text.size(); length += sizeof eight) {
    std::memcpy(&eight, text.data() + length, sizeof eight);
    if ((eight & 0x8080'8080'8080'8080u) != 0) break;
  }
  while (length < text.size() && static_cast<unsigned char>(text[length]) < 0x80) ++length;
  return length;
}

/// How many bytes of well-formed characters stand at the front of `text`.
std::size_t WellFormedLength(std::string_view text) {
  auto length = AsciiLength(text);
  while (length < text.size()) {
    const auto next = CharacterLength(text.substr(length));
    if (next == 0) break;
    length += next;
    length += AsciiLength(text.substr(length));
  }
  return length;
}

}  // namespace

std::string ToUtf8(std::string text) {
  auto length = WellFormedLength(text);
  if (length == text.size()) return text;
  std::string out;
  std::string_view rest = text;
  for (; length < rest.size(); length = WellFormedLength(rest)) {
    out.append(rest, 0, length) += "\xEF\xBF\xBD";
    rest.remove_prefix(length + 1);
  }
  return out.append(rest);
}

}  // namespace docktor
