#include "brain/grammar/pattern.h"

#include <cassert>
#include <functional>

namespace docktor::brain {

class Pattern::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Sequence ReadSequence() {
    Sequence sequence;
    while (SkipSpaces() && std::string_view("|)]").find(text_[at_]) == std::string_view::npos)
      sequence.push_back(ReadNode());
    return sequence;
  }

 private:
  bool SkipSpaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    return at_ < text_.size();
  }
  Node ReadNode() {
    const char opening = text_[at_];
    if (opening == '(' || opening == '[') return ReadChoices(opening == '[');
    const bool slot = opening == '{';
    const auto end = text_.find_first_of(slot ? "}" : " |)]", at_);
    const auto word = text_.substr(at_ + (slot ? 1 : 0), end - at_ - (slot ? 1 : 0));
    at_ = std::min(end, text_.size()) + (slot ? 1 : 0);
    return {.word = std::string(word), .slot = slot};
  }
  Node ReadChoices(bool optional) {
    Node node{.optional = optional};
    do {
      ++at_;  // past what opened it, or the bar
      node.choices.push_back(ReadSequence());
      assert(at_ < text_.size() && "a group that is not closed");
    } while (text_[at_] == '|');
    ++at_;
    return node;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Tries every way, the longer ones first; `then` says whether what is left can be read as well.
class Pattern::Matcher {
 public:
  using Then = std::function<bool(const Reading&)>;
  explicit Matcher(const Sentence& sentence) : sentence_(sentence) {}

  bool Match(const Sequence& sequence, std::size_t index, const Reading& reading, const Then& then) const {
    if (index == sequence.size()) return then(reading);
    const auto& node = sequence[index];
    const Then rest = [&](const Reading& after) { return Match(sequence, index + 1, after, then); };
    if (node.slot) return AnyOf(FillSlot(node.word, sentence_, reading), rest);
    if (node.choices.empty()) return Next(reading) == node.word && rest({reading.at + 1, reading.filled});
    for (const auto& choice : node.choices)
      if (Match(choice, 0, reading, rest)) return true;
    return node.optional && rest(reading);
  }

 private:
  std::string Next(const Reading& reading) const {
    return reading.at < sentence_.words.size() ? sentence_.words[reading.at] : std::string();
  }
  static bool AnyOf(const std::vector<Reading>& ways, const Then& then) {
    for (const auto& way : ways)
      if (then(way)) return true;
    return false;
  }

  const Sentence& sentence_;
};

Pattern::Pattern(std::string_view text) : sequence_(Parser(text).ReadSequence()) {}

std::optional<Reading> Pattern::Match(const Sentence& sentence, const Reading& from) const {
  std::optional<Reading> found;
  Matcher(sentence).Match(sequence_, 0, from, [&](const Reading& end) {
    if (end.at != sentence.words.size()) return false;
    found = end;
    return true;
  });
  return found;
}

}  // namespace docktor::brain
