#include "brain/grammar/courtesy.h"

#include <algorithm>
#include <set>

#include "brain/grammar/words.h"

namespace docktor::brain {
namespace {

using Words = std::vector<std::string>;

/// Never takes the last word that is left.
bool DropFirst(Words& words, const std::vector<Words>& any) {
  for (const auto& some : any) {
    if (words.size() <= some.size() || !std::equal(some.begin(), some.end(), words.begin())) continue;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(some.size()));
    return true;
  }
  return false;
}

bool DropLast(Words& words, const std::vector<Words>& any) {
  for (const auto& some : any) {
    if (words.size() <= some.size() || !std::equal(some.rbegin(), some.rend(), words.rbegin())) continue;
    words.resize(words.size() - some.size());
    return true;
  }
  return false;
}

}  // namespace

bool DropCourtesy(Words& words) {
  static const std::vector<Words> before{{"please"}, {"hey"},  {"hi"},      {"hello"},
                                         {"ok"},     {"okay"}, {"docktor"}, {"and"},
                                         {"now"},    {"lets"}, {"just"},    {"i", "want", "you", "to"}};
  static const std::vector<Words> asking{{"can", "you"}, {"could", "you"}};
  static const std::vector<Words> after{{"please"}, {"right", "now"}, {"now"},    {"immediately"},
                                        {"thanks"}, {"thank", "you"}, {"docktor"}};
  bool asked = false;
  for (bool more = true; more;) {
    const bool asks = DropFirst(words, asking);
    asked = asked || asks;
    more = asks || DropFirst(words, before);
  }
  while (DropLast(words, after)) {
  }
  return asked;
}

bool IsHarmless(const Words& note, const Words& services) {
  static const std::set<std::string> turning{
      "not",  "dont",      "do",     "no",       "never",     "unless", "if",       "except", "but",
      "only", "instead",   "cancel", "wait",     "undo",      "stop",   "then",     "after",  "before",
      "when", "until",     "till",   "actually", "scale",     "pause",  "resume",   "also",   "and",
      "or",   "nevermind", "forget", "ignore",   "otherwise", "rather", "replicas", "to",     "instructions"};
  const auto turns = [&](const std::string& word) {
    const bool has_digit = word.find_first_of("0123456789") != std::string::npos;
    const bool is_service =
        std::any_of(services.begin(), services.end(), [&](const std::string& name) { return LowerCase(name) == word; });
    return turning.contains(word) || NumberOf(word) || has_digit || is_service;
  };
  return std::none_of(note.begin(), note.end(), turns);
}

}  // namespace docktor::brain
