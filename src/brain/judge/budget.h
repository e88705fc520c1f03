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

  explicit Spending(const std::vector<ModelCall>& earlier = {});

  void Note(const ModelCall& call, bool on_this_machine);
  /// Empty: one more question may be asked. Of models on this machine and of others each is counted by itself: who
  /// answers while the other does not begins with what he has spent.
  std::optional<Spent> Over(const BrainBudget& budget, bool on_this_machine, Instant now);

 private:
  using Calls = std::deque<ModelCall>;  ///< of the last day, oldest first
  static std::optional<Spent> Over(const BrainBudget& budget, Calls& calls, Instant now);
  Calls here_;
  Calls elsewhere_;
};

}  // namespace docktor::brain
