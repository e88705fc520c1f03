#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace docktor::observe {

/// The first piece of `text` up to `separator`; `text` is left with what follows it.
std::string_view TakeUntil(std::string_view& text, char separator);
/// The words between blanks.
std::vector<std::string_view> Words(std::string_view line);

/// A whole number >= 0, blanks around it allowed; saturates at the largest that fits.
std::optional<std::int64_t> Number(std::string_view text);
/// Of two that are not negative; saturates too.
std::int64_t Sum(std::int64_t a, std::int64_t b);
/// The number beside `key` in lines of "key number" or "key: number kB".
std::optional<std::int64_t> NumberOf(std::string_view text, std::string_view key);

}  // namespace docktor::observe
