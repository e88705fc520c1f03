#include "decide/patient_drop.h"

#include <algorithm>

namespace docktor::decide {

void PatientDrop::Note(int best, int min, int max, Instant now) {
  const auto counts = static_cast<std::size_t>(max - min);
  if (min != min_ || needed_.size() != counts) needed_.assign(counts, now);
  min_ = min;
  for (int count = min; count < best && count < max; ++count) needed_[static_cast<std::size_t>(count - min)] = now;
}

int PatientDrop::Lowest(int current, double patience, Instant now) const {
  int lowest = current;
  for (int count = current - 1; count >= min_; --count) {
    const auto index = static_cast<std::size_t>(count - min_);
    if (index >= needed_.size()) continue;
    const auto idle = now - needed_[index];
    if (idle < kLeast) break;
    if ((current - count) * Seconds(idle) >= patience) lowest = count;
  }
  return lowest;
}

double PatientDrop::Spent(int current, Instant now) const {
  double most = 0;
  for (std::size_t i = 0; i < needed_.size(); ++i)
    most = std::max(most, (current - min_ - static_cast<int>(i)) * Seconds(now - needed_[i]));
  return most;
}

}  // namespace docktor::decide
