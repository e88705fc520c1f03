#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/spec.h"

namespace docktor::settings {

/// Where a value was said: "compose.yaml:12:7", "label docktor.min of shop/web", "flag --interval", "default".
struct Origin {
  std::string text;
  friend bool operator==(const Origin&, const Origin&) = default;
};

template <typename T>
struct Said {
  T value;
  Origin origin;
  friend bool operator==(const Said&, const Said&) = default;
};
template <typename T>
using Maybe = std::optional<Said<T>>;

struct RulesLayer {
  Maybe<Duration> window = {};
  Maybe<std::vector<RatePolicy>> policies = {};
  Maybe<Select> select = {};
  friend bool operator==(const RulesLayer&, const RulesLayer&) = default;
};

/// What one source says about one service. Empty: it says nothing of that.
struct Layer {
  Maybe<bool> enable = {};
  Maybe<int> min = {};
  Maybe<int> max = {};
  Maybe<double> cpu = {};
  Maybe<double> tolerance = {};
  RulesLayer up = {};
  RulesLayer down = {};
  Maybe<Duration> start_deadline = {};
  Maybe<Duration> interval = {};
  Maybe<bool> stateful_allowed = {};
  friend bool operator==(const Layer&, const Layer&) = default;
};

/// `weaker` where `stronger` says nothing.
Layer Over(const Layer& weaker, const Layer& stronger);

/// What holds where nobody says otherwise; everything but `min` and `max`, which depend on the service.
Layer Defaults();

/// What no single value shows: bounds that exclude each other.
std::vector<Error> Contradictions(const Layer& layer);

}  // namespace docktor::settings
