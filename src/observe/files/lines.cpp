#include "observe/files/lines.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace docktor::observe {

std::string_view TakeUntil(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const auto piece = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return piece;
}

std::vector<std::string_view> Words(std::string_view line) {
  std::vector<std::string_view> words;
  while (!line.empty())
    if (const auto word = TakeUntil(line, ' '); !word.empty()) words.push_back(word);
  return words;
}

std::optional<std::int64_t> Number(std::string_view text) {
  const auto first = std::min(text.find_first_not_of(" \t\n"), text.size());
  text.remove_prefix(first);
  text = text.substr(0, text.find_last_not_of(" \t\n") + 1);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  if (error != std::errc{} || value > static_cast<std::uint64_t>(kMost)) return kMost;
  return static_cast<std::int64_t>(value);
}

std::int64_t Sum(std::int64_t a, std::int64_t b) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  return a > kMost - b ? kMost : a + b;
}

std::optional<std::int64_t> NumberOf(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    auto line = TakeUntil(text, '\n');
    if (!line.starts_with(key)) continue;
    line.remove_prefix(key.size());
    if (line.starts_with(':')) line.remove_prefix(1);
    if (line.empty() || (line.front() != ' ' && line.front() != '\t')) continue;
    if (line.ends_with(" kB")) line.remove_suffix(3);
    return Number(line);
  }
  return std::nullopt;
}

}  // namespace docktor::observe
