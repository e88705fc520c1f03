#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.h"

namespace docktor::brain {

/// A moment of today or tomorrow, by the clock.
struct ClockTime {
  std::chrono::minutes since_midnight{0};
  bool tomorrow = false;
  bool either_half = false;  ///< neither morning nor evening was said: it may be twelve hours later as well
};

/// What the slots of a pattern took from a sentence.
struct Filled {
  std::optional<std::string> service = {};  ///< or "all"
  std::optional<int> count = {};
  std::optional<Duration> hold = {};
  std::optional<ClockTime> until = {};
  std::optional<std::string> id = {};  ///< "d42"
};

/// A sentence that is being read: what was taken, and the word that is next.
struct Progress {
  std::size_t at = 0;
  Filled filled = {};
};

/// The words of a sentence, and the services that they may name.
struct Sentence {
  std::vector<std::string> words;
  std::vector<std::string> services;
};

/// A way to say something: words, "[a|b c]" for what may be left out, "(a|b c)" for a choice, and slots: {service},
/// {services} (also "all"), {count} (also "3 replicas"), {when} ("for 10 minutes", "until 18:00", "today"), {id}.
class Pattern {
 public:
  explicit Pattern(std::string_view text);
  /// How the rest of `sentence` from `from` on can be read to its last word; the first way found.
  std::optional<Progress> Match(const Sentence& sentence, const Progress& from = {}) const;

 private:
  struct Node;
  using Sequence = std::vector<Node>;
  struct Node {
    std::string word = {};  ///< or the name of a slot
    bool slot = false;
    bool optional = false;
    std::vector<Sequence> choices = {};
  };
  class Parser;
  class Matcher;

  Sequence sequence_;
};

/// Fills a slot with the words from `from` on, as many as it can take. Empty: they do not fit.
std::optional<Progress> FillSlot(const std::string& slot, const Sentence& sentence, const Progress& from);

}  // namespace docktor::brain
