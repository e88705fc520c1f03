#pragma once

#include <string>

namespace docktor::serve::mcp {

/// A header's value without the space around it; one in the form "=?base64?…?=" is decoded, a broken one left as it is.
std::string HeaderValue(const std::string& raw);

}  // namespace docktor::serve::mcp
