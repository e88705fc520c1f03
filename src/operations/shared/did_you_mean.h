#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docktor::operations {

/// The one of `known` that `word` is most likely a slip of, if any is near.
std::optional<std::string> DidYouMean(std::string_view word, const std::vector<std::string>& known);

/// "a, b, c"
std::string Listed(const std::vector<std::string>& words);

}  // namespace docktor::operations
