#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "settings/fields/values.h"

namespace docktor::settings {

/// Values that are written as one of a few words.
template <typename T, std::size_t N>
using Words = std::array<std::pair<std::string_view, T>, N>;

template <typename T, std::size_t N>
std::string WordOf(T value, const Words<T, N>& words) {
  for (const auto& [word, meant] : words)
    if (meant == value) return std::string(word);
  return {};
}

template <typename T, std::size_t N>
Result<T> OneOf(std::string_view text, const Words<T, N>& words, std::string_view what, const std::string& hint) {
  std::string lower(Trim(text));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const auto& [word, value] : words)
    if (word == lower) return value;
  return Refuse(text, what, hint);
}

}  // namespace docktor::settings
