#pragma once

#include <deque>
#include <map>
#include <optional>

#include "simulate/cockpit.h"

namespace docktor::bench {

/// The anchor that strategies are compared with: Kubernetes' HPA v2 as it is by default (a look every 15 s, tolerance
/// 10 %, a pod that has been ready for less than 15 s counts as not ready, up by the larger of 100 % and four in 15 s,
/// down by the highest wish of five minutes), said anew without any of Docktor's code.
class Hpa {
 public:
  Hpa(double target, int min, int max) : target_(target), min_(min), max_(max) {}
  std::optional<int> operator()(const simulate::Sight& sight);

 private:
  struct Pods {
    double mean = 0;  ///< CPU of those that count
    int counted = 0, unready = 0;
  };
  Pods See(const simulate::Sight& sight);
  int Wanted(const Pods& pods, int current) const;
  int Paced(int wanted, int current, Instant now);

  double target_;
  int min_, max_;
  int looks_ = 0;
  std::optional<int> desired_;
  std::map<std::int64_t, Instant> ready_since_;
  std::deque<double> means_;  ///< of the last three ticks
  std::deque<std::pair<Instant, int>> wishes_;
};

}  // namespace docktor::bench
