#pragma once

#include <cstdint>
#include <map>
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
/// The origin of what nobody said.
inline constexpr auto kDefault = "default";

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

struct ThresholdLayer {
  Maybe<double> cpu_high = {};
  Maybe<double> cpu_low = {};
  Maybe<int> step_up = {};
  Maybe<int> step_down = {};
  friend bool operator==(const ThresholdLayer&, const ThresholdLayer&) = default;
};

struct SloLayer {
  Maybe<Duration> latency = {};
  Maybe<double> target = {};
  friend bool operator==(const SloLayer&, const SloLayer&) = default;
};

struct FleetLayer {
  Maybe<int> max_replicas = {};
  Maybe<double> max_cpus = {};
  Maybe<std::int64_t> max_memory = {};
  friend bool operator==(const FleetLayer&, const FleetLayer&) = default;
};

/// Models by the names that the user gave them.
using ModelProfiles = std::map<std::string, ModelChoice>;

struct BrainLayer {
  Maybe<BrainMode> mode = {};
  Maybe<std::string> model = {};
  Maybe<std::string> provider = {};
  Maybe<std::string> endpoint = {};
  Maybe<std::string> key_env = {};
  Maybe<std::string> profile = {};
  Maybe<ModelProfiles> profiles = {};
  Maybe<std::vector<std::string>> fallback = {};  ///< names of profiles or of models
  Maybe<Duration> patience = {};
  Maybe<int> calls_per_hour = {};
  Maybe<std::int64_t> tokens_per_day = {};
  Maybe<double> dollars_per_day = {};
  Maybe<double> dollars_in = {};
  Maybe<double> dollars_out = {};
  friend bool operator==(const BrainLayer&, const BrainLayer&) = default;
};

/// Of what the daemon serves over TCP.
struct DoorLayer {
  Maybe<std::string> listen = {};
  Maybe<std::string> base_path = {};   ///< "/docktor"
  Maybe<std::string> public_url = {};  ///< "https://docktor.example.com"
  Maybe<std::string> certificate = {};
  Maybe<std::string> key = {};
  Maybe<bool> without_tls = {};
  Maybe<bool> open_metrics = {};
  friend bool operator==(const DoorLayer&, const DoorLayer&) = default;
};

/// What one source says about one service. Empty: it says nothing of that.
struct Layer {
  Maybe<bool> enable = {};
  Maybe<bool> manual = {};
  Maybe<int> min = {};
  Maybe<int> max = {};
  Maybe<Strategy> strategy = {};
  Maybe<double> cpu = {};
  std::map<std::string, Said<SignalTarget>> signals = {};  ///< by name; CPU is not among them
  Maybe<double> tolerance = {};
  ThresholdLayer threshold = {};
  SloLayer slo = {};
  Maybe<Headroom> headroom = {};
  Maybe<Duration> calmness = {};
  RulesLayer up = {};
  RulesLayer down = {};
  std::map<std::string, Said<SourceSettings>> sources = {};  ///< by signal
  Maybe<Fallback> fallback = {};                             ///< kind and count
  Maybe<int> fallback_after = {};
  Maybe<std::vector<Schedule>> schedules = {};
  Maybe<std::vector<std::string>> drain_command = {};
  Maybe<Duration> drain_delay = {};
  Maybe<std::string> balancer = {};
  Maybe<std::vector<std::string>> balancer_command = {};
  Maybe<Duration> start_deadline = {};
  Maybe<Duration> interval = {};
  Maybe<bool> stateful_allowed = {};
  Maybe<bool> rollback = {};
  Maybe<Prefer> prefer = {};
  Maybe<double> max_cpus = {};
  Maybe<std::string> env = {};  ///< which environment this is: "prod"
  DoorLayer door = {};
  Maybe<bool> approval_by_mcp = {};
  BrainLayer brain = {};
  FleetLayer limits = {};
  friend bool operator==(const Layer&, const Layer&) = default;
};

/// `weaker` where `stronger` says nothing. Signals and sources are taken over one by one.
Layer Over(const Layer& weaker, const Layer& stronger);

/// What holds where nobody says otherwise; everything but `min` and `max`, which depend on the service, and what is
/// absent unless said: further signals, sources, schedules, limits of the project.
Layer Defaults();

/// Whoever says how busy replicas should be (`targets.cpu`, `tolerance`), and no strategy, means `target`.
Layer WithStrategy(Layer layer);

/// What no single value shows: bounds that exclude each other, signals that nobody reads.
std::vector<Error> Contradictions(const Layer& layer);

/// What the layer asks for, from `spec` on where it says nothing; min and max are the caller's.
Spec Applied(const Layer& layer, Spec spec);

}  // namespace docktor::settings
