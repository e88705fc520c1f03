#pragma once

#include <string>
#include <string_view>

namespace docktor::net {

/// As it may stand in a path segment or a query value: everything but letters, digits and -._~ becomes %XX.
std::string PercentEncode(std::string_view text);

}  // namespace docktor::net
