#pragma once

#include <vector>

namespace docktor::decide {

/// Raises when, in hindsight, having raised would already have been cheaper: a small deficit waits until it has cost
/// what a start costs, a large one passes at once. Lazy capacity provisioning by a work function (Lin, Wierman, Andrew
/// and Thereska, "Dynamic right-sizing for power-proportional data centers", 2011).
class LazyRaise {
 public:
  static constexpr double kStartCost = 20;  ///< replica-seconds: about what a start and a stop take
  /// `prices` of each count from `min` on, each in force for `seconds`. Returns the least count that it would be right
  /// to have by now. `current` counts where the range of counts has changed: what was learned of the old one is
  /// forgotten.
  int Least(const std::vector<double>& prices, int min, double seconds, int current);

  /// What being at `current`, and no higher, has cost so far, of what a start costs: up to `kStartCost`.
  double Owed(int current) const;

 private:
  std::vector<double>
      work_;  ///< what being at each count now has cost at least, less the least of all; replica-seconds
  int min_ = 0;
};

}  // namespace docktor::decide
