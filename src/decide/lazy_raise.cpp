#include "decide/lazy_raise.h"

#include <algorithm>
#include <cstdlib>

namespace docktor::decide {
namespace {

constexpr double kNothing = 1e-9;

}  // namespace

int LazyRaise::Least(const std::vector<double>& prices, int min, double seconds, int current) {
  if (prices.size() != work_.size() || min != min_) {
    work_.resize(prices.size());
    min_ = min;
    for (std::size_t i = 0; i < work_.size(); ++i)
      work_[i] = kStartCost * std::abs(min + static_cast<int>(i) - current);
  }
  for (auto i = work_.size() - 1; i-- > 0;) work_[i] = std::min(work_[i], work_[i + 1]);  // drops are free
  for (std::size_t i = 1; i < work_.size(); ++i) work_[i] = std::min(work_[i], work_[i - 1] + kStartCost);
  for (std::size_t i = 0; i < work_.size(); ++i) work_[i] += seconds * prices[i];
  const double least = *std::min_element(work_.begin(), work_.end());
  for (auto& work : work_) work -= least;
  const auto found = std::find_if(work_.begin(), work_.end(), [](double work) { return work <= kNothing; });
  return min + static_cast<int>(found - work_.begin());
}

double LazyRaise::Owed(int current) const {
  const auto next = static_cast<std::size_t>(std::max(0, current - min_)) + 1;
  if (next >= work_.size()) return 0;
  return std::clamp(kStartCost - (work_[next] - work_[next - 1]), 0.0, kStartCost);
}

}  // namespace docktor::decide
