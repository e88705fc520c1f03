#include "brain/grammar/words.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace docktor::brain {
namespace {

constexpr std::array kNumbers{"zero",  "one",   "two",  "three", "four",   "five",  "six",
                              "seven", "eight", "nine", "ten",   "eleven", "twelve"};
constexpr std::string_view kCurlyApostrophe = "\u2019";

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

void Finish(std::string& word, std::vector<std::string>& words) {
  const auto is_one_of = [&](std::string_view signs) { return signs.find(word.back()) != std::string_view::npos; };
  bool ended = false;
  for (; !word.empty() && is_one_of(".,!?;:\""); word.pop_back()) ended = ended || is_one_of(".!?;");
  if (!word.empty() && word.front() == '"') word.erase(0, 1);
  if (const bool half = word == "a.m" || word == "p.m"; half) word.erase(1, 1), ended = false;
  if (!word.empty() && word != "the") words.push_back(word);
  if (ended && !words.empty()) words.emplace_back(kNextSentence);
  word.clear();
}

}  // namespace

std::string LowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), Lower);
  return text;
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with(kCurlyApostrophe)) {
      i += kCurlyApostrophe.size() - 1;
    } else if (std::string_view(" \t\r\n").find(text[i]) != std::string_view::npos) {
      Finish(word, words);
    } else if (text[i] != '\'') {
      word += Lower(text[i]);
    }
  }
  Finish(word, words);
  while (!words.empty() && words.back() == kNextSentence) words.pop_back();
  return words;
}

std::optional<int> NumberOf(const std::string& word) {
  if (const auto named = std::find(kNumbers.begin(), kNumbers.end(), word); named != kNumbers.end())
    return static_cast<int>(named - kNumbers.begin());
  int number = 0;
  const auto* end = word.data() + word.size();
  const auto [stopped, error] = std::from_chars(word.data(), end, number);
  if (error != std::errc{} || stopped != end || number < 0 || number > 9999) return std::nullopt;
  return number;
}

}  // namespace docktor::brain
