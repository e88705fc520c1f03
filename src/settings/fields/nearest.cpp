#include "settings/fields/nearest.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace docktor::settings {
namespace {

constexpr std::size_t kLongestWord = 64;  // nobody means a known word by more than that

}  // namespace

std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  }
  return cost[a.size()][b.size()];
}

std::optional<std::string> Nearest(std::string_view text, std::span<const std::string_view> known) {
  if (text.size() > kLongestWord) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t least = std::max<std::size_t>(1, text.size() / 3) + 1;
  for (const auto word : known)
    if (const auto distance = EditDistance(text, word); distance < least) {
      least = distance;
      nearest = word;
    }
  return nearest;
}

std::string DidYouMean(std::string_view text, std::span<const std::string_view> known) {
  if (const auto word = Nearest(text, known)) return fmt::format("did you mean '{}'?", *word);
  return fmt::format("known are {}", fmt::join(known, ", "));
}

}  // namespace docktor::settings
