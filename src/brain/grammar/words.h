#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace docktor::brain {

/// What stands in between where one sentence ends and another begins.
constexpr std::string_view kNextSentence = ".";

/// A sentence as the grammar reads it: words in lower case, without what ends or separates them ("web," is "web"), with
/// apostrophes and "the" left out. Several sentences have a word of its own between them. What is no ASCII stays as it
/// is, and so matches nothing.
std::vector<std::string> WordsOf(std::string_view text);

/// ASCII only.
std::string LowerCase(std::string text);

/// "3" or "three", up to 9999; empty: no number.
std::optional<int> NumberOf(const std::string& word);

}  // namespace docktor::brain
