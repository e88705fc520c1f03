#include "brain/without_key.h"

#include <algorithm>
#include <string_view>

namespace docktor::brain {

std::string WithoutKey(std::string text, const std::string& key) {
  constexpr std::string_view kStars = "***";
  for (auto at = key.empty() ? std::string::npos : text.find(key); at != std::string::npos;
       at = text.find(key, at + kStars.size()))
    text.replace(at, key.size(), kStars);
  return text;
}

std::string Shown(std::string text, const std::string& key) {
  text = WithoutKey(std::move(text), key);
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
  const auto first = std::min(text.find_first_not_of(' '), text.size());
  text.erase(0, first);
  text.erase(text.find_last_not_of(' ') + 1);
  constexpr std::size_t kMostSaid = 300;
  if (text.size() > kMostSaid) text = text.substr(0, kMostSaid) + "…";
  return text;
}

}  // namespace docktor::brain
