#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/judgement.h"

namespace docktor::brain {

/// What holds where the settings say nothing and the model is not on this machine.
BrainBudget UsualBudget();
/// `said`, and what is usual for the rest where the model is elsewhere.
BrainBudget BudgetFor(const BrainBudget& said, bool on_this_machine);

/// What asking models has taken, over the last hour and the last day.
class Spending {
 public:
  struct Spent {
    std::string what;  ///< "60 calls in the last hour, and no more are allowed"
    Instant until{};   ///< when the first of them no longer counts
  };

  explicit Spending(const std::vector<ModelCall>& earlier = {}) : calls_(earlier.begin(), earlier.end()) {}

  void Note(const ModelCall& call) { calls_.push_back(call); }
  /// Empty: one more question may be asked.
  std::optional<Spent> Over(const BrainBudget& budget, Instant now);

 private:
  std::deque<ModelCall> calls_;  ///< of the last day, oldest first
};

}  // namespace docktor::brain
