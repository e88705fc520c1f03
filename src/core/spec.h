#pragma once

#include <cstdint>
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

/// How fast the count may move in one direction.
struct ScalingRules {
  Duration window{0};                ///< stabilisation: of the recommendations in it the most cautious counts
  std::vector<RatePolicy> policies;  ///< empty: no limit
  Select select = Select::kMax;
  friend bool operator==(const ScalingRules&, const ScalingRules&) = default;
};
BOOST_DESCRIBE_STRUCT(ScalingRules, (), (window, policies, select))

/// How fast the count may move; the meaning is that of HPA's `behavior`.
struct Behavior {
  ScalingRules up, down;
  friend bool operator==(const Behavior&, const Behavior&) = default;
};
BOOST_DESCRIBE_STRUCT(Behavior, (), (up, down))

/// The strategy `target`: keep a mean utilization near a target. Defaults are those of HPA v2.
struct TargetSettings {
  double cpu = 0.60;        ///< wanted mean of cpu.utilization, > 0
  double tolerance = 0.10;  ///< no change while the ratio to the target is within 1 ± this
  Behavior behavior{.up = {Duration{0}, {{RateKind::kReplicas, 4, 15s}, {RateKind::kPercent, 100, 15s}}, Select::kMax},
                    .down = {5min, {{RateKind::kPercent, 100, 15s}}, Select::kMax}};
  friend bool operator==(const TargetSettings&, const TargetSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(TargetSettings, (), (cpu, tolerance, behavior))

/// The strategy `threshold`: mean CPU above `cpu_high` adds `step_up` replicas, below `cpu_low` takes `step_down` away.
struct ThresholdSettings {
  double cpu_high = 0.80;  ///< > cpu_low
  double cpu_low = 0.20;   ///< >= 0
  int step_up = 2;         ///< > 0
  int step_down = 1;       ///< > 0
  friend bool operator==(const ThresholdSettings&, const ThresholdSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(ThresholdSettings, (), (cpu_high, cpu_low, step_up, step_down))

/// How much of a replica is left free for what the forecast does not see.
enum class Headroom { kLow, kNormal, kHigh };
BOOST_DESCRIBE_ENUM(Headroom, kLow, kNormal, kHigh)

/// What a person asks of a service's answers.
struct Slo {
  Duration latency{0};   ///< what takes longer is slow, > 0
  double target = 0.99;  ///< the share that is not to be slow, in (0, 1)
  friend bool operator==(const Slo&, const Slo&) = default;
};
BOOST_DESCRIBE_STRUCT(Slo, (), (latency, target))

/// The strategy `adaptive`: the count that costs least, running replicas and slow requests together.
struct AdaptiveSettings {
  std::optional<Slo> slo = {};  ///< where a source tells how long answers take
  Headroom headroom = Headroom::kNormal;
  Duration calmness =
      200s;                ///< how long one superfluous replica is kept; n of them an n-th of it, but a minute at least
  Behavior behavior = {};  ///< only what the user said: it has a patience and a haste of its own
  friend bool operator==(const AdaptiveSettings&, const AdaptiveSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(AdaptiveSettings, (), (slo, headroom, calmness, behavior))

enum class Strategy { kTarget, kThreshold, kAdaptive };
BOOST_DESCRIBE_ENUM(Strategy, kTarget, kThreshold, kAdaptive)

/// What a signal's target is compared with.
enum class TargetKind {
  kMean,        ///< the mean over the ready replicas, e.g. memory.utilization
  kPerReplica,  ///< the service's figure divided by its replicas, e.g. queue.length (HPA: AverageValue)
  kValue,       ///< the service's figure as it is, e.g. a latency (HPA: Value)
};
BOOST_DESCRIBE_ENUM(TargetKind, kMean, kPerReplica, kValue)

/// A signal besides CPU that a service is steered by; of the counts that all signals ask for the highest wins.
struct SignalTarget {
  std::string signal;  ///< "memory.utilization", "requests_per_second", "queue.length", …
  TargetKind kind = TargetKind::kPerReplica;
  double target = 1;  ///< > 0
  friend bool operator==(const SignalTarget&, const SignalTarget&) = default;
};
BOOST_DESCRIBE_STRUCT(SignalTarget, (), (signal, kind, target))

enum class SourceKind { kPrometheus, kNginx, kTraefik, kHaproxy, kCaddy, kRedis, kRabbitmq, kNats };
BOOST_DESCRIBE_ENUM(SourceKind, kPrometheus, kNginx, kTraefik, kHaproxy, kCaddy, kRedis, kRabbitmq, kNats)

/// Where the figure of a whole service is read.
struct SourceSettings {
  std::string signal;  ///< what it is called once read
  SourceKind kind = SourceKind::kPrometheus;
  std::string url;  ///< a host that is a service of the project stands for one of its replicas
  std::string
      query;  ///< Prometheus: PromQL; a proxy: its backend or router; a queue: the name of list, queue or stream
  std::string password_env;  ///< the variable that holds the password; empty: none
  Duration interval = 5s;    ///< > 0
  friend bool operator==(const SourceSettings&, const SourceSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(SourceSettings, (), (signal, kind, url, query, password_env, interval))

/// What holds once the sources of a service have failed `after` times in a row.
enum class FallbackKind {
  kHold,     ///< the count stays
  kStatic,   ///< this count
  kAtLeast,  ///< no fewer than this
};
BOOST_DESCRIBE_ENUM(FallbackKind, kHold, kStatic, kAtLeast)

struct Fallback {
  FallbackKind kind = FallbackKind::kHold;
  int count = 0;  ///< of kStatic and kAtLeast
  int after = 3;  ///< > 0
  friend bool operator==(const Fallback&, const Fallback&) = default;
};
BOOST_DESCRIBE_STRUCT(Fallback, (), (kind, count, after))

/// Bounds that hold in a window that comes back: from each moment of `start` to the next one of `end`.
struct Schedule {
  std::string name = {};
  std::string start;  ///< cron, five fields
  std::string end;    ///< cron, five fields
  std::string zone = "UTC";
  std::optional<int> min = {};
  std::optional<int> max = {};
  std::optional<int> exactly = {};
  friend bool operator==(const Schedule&, const Schedule&) = default;
};
BOOST_DESCRIBE_STRUCT(Schedule, (), (name, start, end, zone, min, max, exactly))

/// What happens before a replica that is to go gets its stop signal.
struct DrainSettings {
  std::vector<std::string> command = {};  ///< run in the replica; empty: none
  Duration delay{0};                      ///< waited after it
  friend bool operator==(const DrainSettings&, const DrainSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(DrainSettings, (), (command, delay))

/// The service that passes requests on to this one, and how it is told that replicas have come or gone.
struct BalancerSettings {
  std::string service = {};               ///< of the same project; empty: none is told
  std::vector<std::string> command = {};  ///< run in its replicas; empty: they get a SIGHUP, which has nginx and
                                          ///< HAProxy read their configuration anew
  friend bool operator==(const BalancerSettings&, const BalancerSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(BalancerSettings, (), (service, command))

/// What a service that needs more CPU gets.
enum class Prefer {
  kMoreSmall,   ///< more replicas
  kFewerLarge,  ///< a higher CPU limit for those that run, up to a maximum; then more replicas
};
BOOST_DESCRIBE_ENUM(Prefer, kMoreSmall, kFewerLarge)

struct CostSettings {
  Prefer prefer = Prefer::kMoreSmall;
  std::optional<double> max_cpus = {};  ///< of one replica, in cores; said where kFewerLarge is
  friend bool operator==(const CostSettings&, const CostSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(CostSettings, (), (prefer, max_cpus))

/// What a language model has to say in the decisions about a service.
enum class BrainMode {
  kOff,
  kExplain,  ///< nothing: what it says is on record and shown
  kAdvise,   ///< the count, within the band that the strategy leaves open
  kDecide,   ///< the count, within all that limits it
};
BOOST_DESCRIBE_ENUM(BrainMode, kOff, kExplain, kAdvise, kDecide)

/// How much a model may be asked. Empty: as much as is wanted where it runs on this machine, and what is usual (see
/// brain/judge/budget.h) anywhere else.
struct BrainBudget {
  std::optional<int> calls_per_hour = {};
  std::optional<std::int64_t> tokens_per_day = {};
  std::optional<double> dollars_per_day = {};
  friend bool operator==(const BrainBudget&, const BrainBudget&) = default;
};
BOOST_DESCRIBE_STRUCT(BrainBudget, (), (calls_per_hour, tokens_per_day, dollars_per_day))

/// A language model, and where it is served.
struct ModelChoice {
  std::string model = {};
  std::string provider = {};  ///< whose language its endpoint speaks; empty: that of openai
  std::string endpoint = {};  ///< an address (net/url.h); empty: the provider's maker, or without one, this machine
  std::string key_env = {};   ///< the variable that holds the key; empty: see brain/judge/connect.h
  friend bool operator==(const ModelChoice&, const ModelChoice&) = default;
};
BOOST_DESCRIBE_STRUCT(ModelChoice, (), (model, provider, endpoint, key_env))

/// Which language model is asked. All but the mode is of the whole project, the same in each of its services.
struct BrainSettings {
  BrainMode mode = BrainMode::kAdvise;
  std::vector<ModelChoice> models = {};  ///< asked in this order, each where those before do not answer; empty: none is
  Duration patience = 60s;               ///< for one answer, > 0
  BrainBudget budget = {};
  double dollars_in = 0;   ///< for a million tokens; 0: not known
  double dollars_out = 0;  ///< likewise
  /// The name of the first; empty: none is asked.
  std::string model() const { return models.empty() ? std::string() : models.front().model; }
  friend bool operator==(const BrainSettings&, const BrainSettings&) = default;
};
BOOST_DESCRIBE_STRUCT(BrainSettings, (), (mode, models, patience, budget, dollars_in, dollars_out))

/// Limits over all services that are scaled, by what is reserved. Empty: none.
struct FleetLimits {
  std::optional<int> max_replicas = {};
  std::optional<double> max_cpus = {};
  std::optional<std::int64_t> max_memory_bytes = {};
  friend bool operator==(const FleetLimits&, const FleetLimits&) = default;
};
BOOST_DESCRIBE_STRUCT(FleetLimits, (), (max_replicas, max_cpus, max_memory_bytes))

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
  bool approval_by_mcp = false;   ///< what the program of an MCP client answers counts as what its person does
  bool declined = false;          ///< somebody wrote that it is not to be scaled
  bool manual = false;            ///< a person approves each change
  bool rollback = false;          ///< an action that makes things worse is taken back
  Strategy strategy = Strategy::kAdaptive;
  TargetSettings target;  ///< its behavior holds for `threshold` too, and while `adaptive` knows too little
  ThresholdSettings threshold;
  AdaptiveSettings adaptive;
  std::vector<SignalTarget> signals;
  std::vector<SourceSettings> sources;
  Fallback fallback;
  std::vector<Schedule> schedules;
  DrainSettings drain;
  BalancerSettings balancer;
  CostSettings cost;
  BrainSettings brain;
  FleetLimits fleet;               ///< of the whole project, the same in each of its services
  std::optional<int> file_count;   ///< in the Compose file; empty: it cannot be read
  bool unnamed = false;            ///< the project's Compose files can be read, and do not name it
  Duration interval = 5s;          ///< between two looks, > 0
  Duration start_deadline = 2min;  ///< a replica that is not ready this long after its start is unhealthy
  friend bool operator==(const Spec&, const Spec&) = default;
};
BOOST_DESCRIBE_STRUCT(Spec, (),
                      (key, enabled, declined, trouble, dry_run, min, max, min_said, stateful_allowed, approval_by_mcp,
                       manual, rollback, strategy, target, threshold, adaptive, signals, sources, fallback, schedules,
                       drain, balancer, cost, brain, fleet, file_count, unnamed, interval, start_deadline))

}  // namespace docktor
