#pragma once

#include <string>
#include <string_view>

namespace docktor {

/// The text with U+FFFD for each byte that is no part of a well-formed UTF-8 character.
std::string ToUtf8(std::string_view text);

}  // namespace docktor
