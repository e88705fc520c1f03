#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/time.h"

#include <boost/describe.hpp>

namespace docktor {

enum class RateKind { kReplicas, kPercent };
BOOST_DESCRIBE_ENUM(RateKind, kReplicas, kPercent)

/// At most `amount` replicas, or percent of the count at the start of the period, within any `period`.
struct RatePolicy {
  RateKind kind = RateKind::kReplicas;
  int amount = 1;  ///< > 0
  Duration period = 15s;
  friend bool operator==(const RatePolicy&, const RatePolicy&) = default;
};
BOOST_DESCRIBE_STRUCT(RatePolicy, (), (kind, amount, period))

/// Which of several rate policies counts: the one that allows most, least, or none at all (no change that way).
enum class Select { kMax, kMin, kDisabled };
BOOST_DESCRIBE_ENUM(Select, kMax, kMin, kDisabled)

/// How fast the count may move in one direction; the meaning is that of HPA's `behavior`.
struct ScalingRules {
  Duration window{0};                ///< stabilisation: of the recommendations in it the most cautious counts
  std::vector<RatePolicy> policies;  ///< empty: no limit
  Select select = Select::kMax;
  friend bool operator==(const ScalingRules&, const ScalingRules&) = default;
};
BOOST_DESCRIBE_STRUCT(ScalingRules, (), (window, policies, select))

/// The strategy `target`: keep a mean utilization near a target. Defaults are those of HPA v2.
struct TargetSettings {
  double cpu = 0.60;        ///< wanted mean of cpu.utilization, > 0
  double tolerance = 0.10;  ///< no change while the ratio to the target is within 1 ± this
  ScalingRules up{Duration{0}, {{RateKind::kReplicas, 4, 15s}, {RateKind::kPercent, 100, 15s}}, Select::kMax};
  ScalingRules down{5min, {{RateKind::kPercent, 100, 15s}}, Select::kMax};
  friend bool operator==(const TargetSettings&, const TargetSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(TargetSettings, (), (cpu, tolerance, up, down))

/// What the user asked for one service.
struct Spec {
  ServiceKey key;
  bool enabled = false;      ///< false: watched and explained, never changed
  std::string trouble = {};  ///< what is wrong with what was written; then the service is not enabled
  bool dry_run = false;      ///< decide and explain as if enabled, change nothing
  int min = 1;               ///< 0 <= min <= max
  int max = 10;
  bool min_said = true;           ///< the user wrote it; else it is the count that was found
  bool stateful_allowed = false;  ///< the user wrote `stateful: allow`
  TargetSettings target;
  Duration interval = 5s;          ///< between two looks, > 0
  Duration start_deadline = 2min;  ///< a replica that is not ready this long after its start is unhealthy
  friend bool operator==(const Spec&, const Spec&) = default;
};
BOOST_DESCRIBE_STRUCT(Spec, (),
                      (key, enabled, trouble, dry_run, min, max, min_said, stateful_allowed, target, interval,
                       start_deadline))

}  // namespace docktor
