#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace docktor::settings {

/// How many letters must be put in, left out, changed or swapped with a neighbour to make `a` of `b`.
std::size_t EditDistance(std::string_view a, std::string_view b);

/// The known word that was probably meant by `text`: near for its length.
std::optional<std::string> Nearest(std::string_view text, std::span<const std::string_view> known);

/// "did you mean 'min'?", or where none is near, all that are known.
std::string DidYouMean(std::string_view text, std::span<const std::string_view> known);

}  // namespace docktor::settings
