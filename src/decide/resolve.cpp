#include "decide/resolve.h"

#include <algorithm>

namespace docktor::decide {
namespace {

/// Highest rank first; of equal ranks the lower ceiling first, so that a floor meets it and yields.
bool Before(const Constraint& a, const Constraint& b) {
  if (a.rank != b.rank) return a.rank > b.rank;
  return a.ceiling < b.ceiling;
}

struct Range {
  int low = 0;
  int high = kNoCeiling;

  /// Narrows to the constraint, or as near to it as higher ranks allow. False: it was overruled.
  bool Narrow(const Constraint& c) {
    const int floor = std::max(c.floor, 0), ceiling = std::max(c.ceiling, 0);
    const bool fits = floor <= ceiling && std::max(low, floor) <= std::min(high, ceiling);
    const int old_low = low, old_high = high;
    low = std::clamp(std::max(low, floor), old_low, old_high);
    high = std::clamp(std::min(high, ceiling), low, old_high);
    return fits;
  }
};

bool Binds(const Constraint& c, int count, int wanted) {
  if (c.floor == c.ceiling && count == c.floor) return true;
  return (count > wanted && c.floor >= count) || (count < wanted && c.ceiling <= count);
}

}  // namespace

Verdict Resolve(int wanted, std::vector<Constraint> constraints) {
  std::stable_sort(constraints.begin(), constraints.end(), Before);
  Verdict verdict;
  Range range;
  for (const auto& c : constraints)
    if (!range.Narrow(c)) verdict.overruled.push_back(c.reason);
  verdict.count = std::clamp(std::max(wanted, 0), range.low, range.high);
  const auto binding = std::find_if(constraints.begin(), constraints.end(),
                                    [&](const Constraint& c) { return Binds(c, verdict.count, wanted); });
  if (binding != constraints.end()) verdict.because = binding->reason;
  verdict.constraints = std::move(constraints);
  return verdict;
}

bool InForce(const Verdict& verdict, Reason reason) {
  return std::any_of(verdict.constraints.begin(), verdict.constraints.end(),
                     [reason](const Constraint& c) { return c.reason == reason; });
}

}  // namespace docktor::decide
