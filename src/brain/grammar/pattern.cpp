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

/// Tries every way, what may be left out first as if it were there; `then` says whether what is left can be read as
/// well.
class Pattern::Matcher {
 public:
  using Then = std::function<bool(const Progress&)>;
  explicit Matcher(const Sentence& sentence) : sentence_(sentence) {}

  bool Match(const Sequence& sequence, std::size_t index, const Progress& progress, const Then& then) const {
    if (index == sequence.size()) return then(progress);
    const auto& node = sequence[index];
    const Then rest = [&](const Progress& after) { return Match(sequence, index + 1, after, then); };
    if (node.slot) {
      const auto filled = FillSlot(node.word, sentence_, progress);
      return filled && rest(*filled);
    }
    if (node.choices.empty()) return Next(progress) == node.word && rest({progress.at + 1, progress.filled});
    for (const auto& choice : node.choices)
      if (Match(choice, 0, progress, rest)) return true;
    return node.optional && rest(progress);
  }

 private:
  std::string Next(const Progress& progress) const {
    return progress.at < sentence_.words.size() ? sentence_.words[progress.at] : std::string();
  }

  const Sentence& sentence_;
};

Pattern::Pattern(std::string_view text) : sequence_(Parser(text).ReadSequence()) {}

std::optional<Progress> Pattern::Match(const Sentence& sentence, const Progress& from) const {
  std::optional<Progress> found;
  Matcher(sentence).Match(sequence_, 0, from, [&](const Progress& end) {
    if (end.at != sentence.words.size()) return false;
    found = end;
    return true;
  });
  return found;
}

}  // namespace docktor::brain
