#include "brain/grammar/courtesy.h"

#include <algorithm>

#include "brain/grammar/words.h"

namespace docktor::brain {
namespace {

using Words = std::vector<std::string>;

/// The ends of a sentence, from which words are taken, but never the last that is left.
class Ends {
 public:
  Ends(Words& words, const Words& services) : words_(words), services_(services) {}

  bool DropFirst(const std::vector<Words>& any) {
    for (const auto& some : any) {
      if (!MayGo(some) || !std::equal(some.begin(), some.end(), words_.begin())) continue;
      words_.erase(words_.begin(), words_.begin() + static_cast<std::ptrdiff_t>(some.size()));
      while (words_.size() > 1 && words_.front() == kNextSentence) words_.erase(words_.begin());
      return true;
    }
    return false;
  }
  bool DropLast(const std::vector<Words>& any) {
    for (const auto& some : any) {
      if (!MayGo(some) || !std::equal(some.rbegin(), some.rend(), words_.rbegin())) continue;
      words_.resize(words_.size() - some.size());
      while (words_.size() > 1 && words_.back() == kNextSentence) words_.pop_back();
      return true;
    }
    return false;
  }

 private:
  bool MayGo(const Words& some) const {
    const auto named = [&](const auto& name) { return LowerCase(name) == some.front(); };
    const bool is_service = some.size() == 1 && std::any_of(services_.begin(), services_.end(), named);
    return words_.size() > some.size() && !is_service;
  }

  Words& words_;
  const Words& services_;
};

}  // namespace

bool DropCourtesy(Words& words, const Words& services) {
  static const std::vector<Words> before{{"please"}, {"hey"},  {"hi"},      {"hello"},
                                         {"ok"},     {"okay"}, {"docktor"}, {"and"},
                                         {"now"},    {"lets"}, {"just"},    {"i", "want", "you", "to"}};
  static const std::vector<Words> asking{{"can", "you"}, {"could", "you"}};
  static const std::vector<Words> after{{"please"}, {"right", "now"}, {"now"},    {"immediately"},
                                        {"thanks"}, {"thank", "you"}, {"docktor"}};
  Ends ends(words, services);
  bool asked = false;
  for (bool more = true; more;) {
    const bool asks = ends.DropFirst(asking);
    asked = asked || asks;
    more = asks || ends.DropFirst(before);
  }
  while (ends.DropLast(after)) {
  }
  return asked;
}

}  // namespace docktor::brain
