#pragma once

#include <string>

namespace docktor {

/// The text with U+FFFD for each byte that is no part of a well-formed UTF-8 character. One without such bytes, as most
/// are, is looked through fast and not copied.
std::string ToUtf8(std::string text);

}  // namespace docktor
