#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "core/judgement.h"

#include <boost/describe.hpp>

namespace docktor::brain {

/// What holds where the settings say nothing and the model is not on this machine.
BrainBudget UsualBudget();
/// `said`, and what is usual for the rest where the model is elsewhere.
BrainBudget BudgetFor(const BrainBudget& said, bool on_this_machine);

/// What questions to models have taken.
struct Taken {
  std::int64_t calls_in_hour = 0;
  std::int64_t tokens_in_day = 0;
  double dollars_in_day = 0;  ///< by the prices in the settings
};
BOOST_DESCRIBE_STRUCT(Taken, (), (calls_in_hour, tokens_in_day, dollars_in_day))

/// What asking models has taken, over the last hour and the last day. Not thread-safe.
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
  std::optional<Spent> Over(const BrainBudget& budget, bool on_this_machine, Instant now) const;
  Taken Of(bool on_this_machine, Instant now) const;

 private:
  using Calls = std::deque<ModelCall>;  ///< of the last day, oldest first
  const Calls& CallsTo(bool on_this_machine) const { return on_this_machine ? here_ : elsewhere_; }
  Calls here_;
  Calls elsewhere_;
};

}  // namespace docktor::brain
