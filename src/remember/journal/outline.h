#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "remember/journal/line.h"

namespace docktor::remember {

/// Tells which lines of a journal a restart cannot do without, however old they are, from the heads of all its lines:
/// of each service the newest override record, first_enabled, change_seen, proposal and emptied record; its newest
/// intent and its newest one that resized, with what came of them; every intent whose end is not on record; and the
/// decision with the highest id.
class Outline {
 public:
  /// In the order of the journal.
  void Add(const LineHead& head);
  /// Their numbers.
  std::set<std::uint64_t> Needed() const;

 private:
  struct LastIntent {
    DecisionId decision;
    std::uint64_t sequence = 0;
    std::map<std::string, std::uint64_t, std::less<>> followed;  ///< by report and outcome, by type
  };

  std::map<std::string, std::uint64_t> newest_;  ///< by kind and service
  using LastIntents = std::map<std::string, LastIntent, std::less<>>;
  static void Follow(LastIntents& intents, const LineHead& head);

  LastIntents intents_;
  LastIntents resizes_;
  std::map<DecisionId, std::uint64_t> open_;
  DecisionId highest_;
  std::uint64_t highest_sequence_ = 0;
};

}  // namespace docktor::remember
