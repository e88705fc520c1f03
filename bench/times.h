#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <numeric>
#include <vector>

namespace docktor::bench {

/// Seconds that `body` takes.
inline double Timed(const std::function<void()>& body) {
  const auto begin = std::chrono::steady_clock::now();
  body();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// How long each of several runs took, in seconds. None is asked for before there is one.
class Times {
 public:
  void Take(const std::function<void()>& body) {
    const double took = Timed(body);
    sorted_.insert(std::upper_bound(sorted_.begin(), sorted_.end(), took), took);
  }

  double Median() const { return sorted_[sorted_.size() / 2]; }
  double Mean() const {
    return std::accumulate(sorted_.begin(), sorted_.end(), 0.0) / static_cast<double>(sorted_.size());
  }
  /// As many in a hundred took no longer.
  double Percentile(std::size_t percent) const { return sorted_[(sorted_.size() * percent + 99) / 100 - 1]; }
  double Slowest() const { return sorted_.back(); }

 private:
  std::vector<double> sorted_;
};

}  // namespace docktor::bench
