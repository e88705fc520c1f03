#pragma once

#include <string>
#include <string_view>

namespace docktor {

/// Somebody else's words as they may be shown on a terminal, kept, or told to a model: a space for each control
/// character, of ASCII and of Unicode (U+0080 to U+009F), and for each that turns the direction of text or ends a line
/// unseen (U+200E, U+2028, U+202E, U+2066, …). `keep_lines`: line breaks stay.
std::string Printable(std::string_view text, bool keep_lines = false);

/// Whatever bytes somebody else said, to stand in a sentence: as UTF-8, printable, and at most so many of them, with
/// "…" where more were said.
std::string Quote(std::string_view bytes, std::size_t most);

}  // namespace docktor
