#include "core/printable.h"

#include <cstdint>

#include "core/cut.h"
#include "core/utf8.h"

namespace docktor {
namespace {

/// How many bytes of a character that is not to be seen stand at `at`; 0: none.
std::size_t Unseen(std::string_view text, std::size_t at, bool keep_lines) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : 0; };
  const auto first = byte(0), second = byte(1), third = byte(2);
  if (first < 0x20 || first == 0x7f) return keep_lines && first == '\n' ? 0 : 1;
  if (first == 0xc2 && second >= 0x80 && second <= 0x9f) return 2;
  if (first != 0xe2) return 0;
  const bool marks = second == 0x80 && (third == 0x8e || third == 0x8f || (third >= 0xa8 && third <= 0xae));
  const bool isolates = second == 0x81 && third >= 0xa6 && third <= 0xa9;
  return marks || isolates ? 3 : 0;
}

}  // namespace

std::string Printable(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto unseen = Unseen(text, at, keep_lines);
    out += unseen > 0 ? ' ' : text[at];
    at += unseen > 0 ? unseen : 1;
  }
  return out;
}

std::string Quote(std::string_view bytes, std::size_t most) {
  const auto text = ToUtf8(std::string(bytes));
  return Printable(CutAt(text, most)) + (text.size() > most ? "…" : "");
}

}  // namespace docktor
