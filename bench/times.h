#pragma once

#include <algorithm>
#include <chrono>
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
  void Take(const std::function<void()>& body) { seconds_.push_back(Timed(body)); }

  double Median() const {
    auto sorted = seconds_;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
  }
  double Mean() const {
    return std::accumulate(seconds_.begin(), seconds_.end(), 0.0) / static_cast<double>(seconds_.size());
  }
  double Slowest() const { return *std::max_element(seconds_.begin(), seconds_.end()); }

 private:
  std::vector<double> seconds_;
};

}  // namespace docktor::bench
