#include "serve/tools/rule_tools.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>

#include <fmt/format.h>

#include "serve/tools/declare_tool.h"

namespace docktor::serve {
namespace {

constexpr int kStepUp = 2;
constexpr int kStepDown = 1;
constexpr int kMost = 1000000;

enum class Move { kScaleUp, kScaleDown, kHold };
BOOST_DESCRIBE_ENUM(Move, kScaleUp, kScaleDown, kHold)

struct CpuRules {
  double cpu_high_pct = 0;
  double cpu_low_pct = 0;
};
BOOST_DESCRIBE_STRUCT(CpuRules, (), (cpu_high_pct, cpu_low_pct))

struct DetectInput {
  std::map<std::string, double> metrics;
  CpuRules rules;
};
BOOST_DESCRIBE_STRUCT(DetectInput, (), (metrics, rules))

struct DetectOutput {
  Move recommendation = Move::kHold;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(DetectOutput, (), (recommendation, reason))

struct TargetInput {
  Move recommendation = Move::kHold;
  int current_replicas = 0;
};
BOOST_DESCRIBE_STRUCT(TargetInput, (), (recommendation, current_replicas))

struct TargetOutput {
  Move action = Move::kHold;
  bool should_scale = false;
  int target_replicas = 0;
  int current_replicas = 0;
};
BOOST_DESCRIBE_STRUCT(TargetOutput, (), (action, should_scale, target_replicas, current_replicas))

Result<DetectOutput> Detect(const DetectInput& input) {
  const auto& rules = input.rules;
  if (rules.cpu_low_pct >= rules.cpu_high_pct)
    return Fail(Errc::kInvalidInput, "rules: cpu_low_pct must be below cpu_high_pct", "for example 80 and 20");
  if (input.metrics.empty()) return DetectOutput{Move::kHold, "no metrics"};
  const auto add = [](double sum, const auto& metric) { return sum + metric.second; };
  const auto sum = std::accumulate(input.metrics.begin(), input.metrics.end(), 0.0, add);
  const auto mean = sum / static_cast<double>(input.metrics.size());
  if (mean >= rules.cpu_high_pct)
    return DetectOutput{Move::kScaleUp, fmt::format("avg_cpu {:.1f} >= {:.1f}", mean, rules.cpu_high_pct)};
  if (mean <= rules.cpu_low_pct)
    return DetectOutput{Move::kScaleDown, fmt::format("avg_cpu {:.1f} <= {:.1f}", mean, rules.cpu_low_pct)};
  return DetectOutput{Move::kHold, fmt::format("avg_cpu {:.1f} is between {:.1f} and {:.1f}", mean, rules.cpu_low_pct,
                                               rules.cpu_high_pct)};
}

Result<TargetOutput> Calculate(const TargetInput& input) {
  if (input.current_replicas < 0 || input.current_replicas > kMost)
    return Fail(Errc::kInvalidInput, "current_replicas: " + std::to_string(input.current_replicas) + " cannot be");
  const int step = input.recommendation == Move::kScaleUp     ? kStepUp
                   : input.recommendation == Move::kScaleDown ? -kStepDown
                                                              : 0;
  const int target = std::max(0, input.current_replicas + step);
  return TargetOutput{input.recommendation, target != input.current_replicas, target, input.current_replicas};
}

struct Rule {
  std::string metric;
  std::string op;
  double value = 0;
};
BOOST_DESCRIBE_STRUCT(Rule, (), (metric, op, value))

struct MultiRules {
  std::vector<Rule> scale_up_when;    ///< one is enough
  std::vector<Rule> scale_down_when;  ///< all are needed
};
BOOST_DESCRIBE_STRUCT(MultiRules, (), (scale_up_when, scale_down_when))

struct MultiInput {
  std::string service_name;
  int current_replicas = 0;
  int min_replicas = 0;
  int max_replicas = 0;
  MultiRules rules;
  std::map<std::string, double> observations;
};
BOOST_DESCRIBE_STRUCT(MultiInput, (), (service_name, current_replicas, min_replicas, max_replicas, rules, observations))

struct MultiOutput {
  Move action = Move::kHold;
  int target_replicas = 0;
  int current_replicas = 0;
  std::string reason;
  std::string policy;
  std::vector<std::string> matched_rules;
};
BOOST_DESCRIBE_STRUCT(MultiOutput, (), (action, target_replicas, current_replicas, reason, policy, matched_rules))

/// Empty: there is no such comparison.
std::optional<bool> Holds(double seen, const std::string& op, double value) {
  if (op == ">") return seen > value;
  if (op == ">=") return seen >= value;
  if (op == "<") return seen < value;
  if (op == "<=") return seen <= value;
  if (op == "==") return seen == value;
  return std::nullopt;
}

std::string InWords(const Rule& rule) { return fmt::format("{} {} {:.6g}", rule.metric, rule.op, rule.value); }

/// Those that hold; a metric that was not observed fits no rule.
Result<std::vector<std::string>> Matched(const std::vector<Rule>& rules, const std::map<std::string, double>& seen) {
  std::vector<std::string> matched;
  for (const auto& rule : rules) {
    const auto found = seen.find(rule.metric);
    const auto holds = Holds(found == seen.end() ? 0 : found->second, rule.op, rule.value);
    if (!holds) return Fail(Errc::kInvalidInput, "rules: op '" + rule.op + "' is none", "one of > >= < <= ==");
    if (found != seen.end() && *holds) matched.push_back(InWords(rule));
  }
  return matched;
}

MultiOutput Moved(const MultiInput& input, Move move, const std::string& policy, std::vector<std::string> matched) {
  const int step = move == Move::kScaleUp ? kStepUp : move == Move::kScaleDown ? -kStepDown : 0;
  const int target = std::clamp(input.current_replicas + step, input.min_replicas, input.max_replicas);
  const auto action = target > input.current_replicas   ? Move::kScaleUp
                      : target < input.current_replicas ? Move::kScaleDown
                                                        : Move::kHold;
  std::string reason = matched.empty() ? "no rule matches" : matched.front();
  if (move != Move::kHold && action == Move::kHold) reason += "; the bounds allow no more";
  if (move != action && action != Move::kHold) reason = "the bounds want it";
  return {action, target, input.current_replicas, std::move(reason), policy, std::move(matched)};
}

Result<MultiOutput> DecideMulti(const MultiInput& input) {
  const bool possible = input.current_replicas >= 0 && input.current_replicas <= kMost && input.min_replicas >= 0 &&
                        input.max_replicas >= input.min_replicas && input.max_replicas <= kMost;
  if (!possible) return Fail(Errc::kInvalidInput, "current_replicas, min_replicas, max_replicas: these cannot be");
  auto up = Matched(input.rules.scale_up_when, input.observations);
  if (!up) return tl::unexpected<Error>(up.error());
  auto down = Matched(input.rules.scale_down_when, input.observations);
  if (!down) return tl::unexpected<Error>(down.error());
  if (!up->empty()) return Moved(input, Move::kScaleUp, "any of scale_up_when", *std::move(up));
  const auto& needed = input.rules.scale_down_when;
  if (!needed.empty() && down->size() == needed.size())
    return Moved(input, Move::kScaleDown, "all of scale_down_when", *std::move(down));
  return Moved(input, Move::kHold, "hold", {});
}

constexpr mcp::Annotations kPure{.read_only = true, .idempotent = true};

}  // namespace

std::vector<mcp::Tool> RuleTools() {
  return {
      DeclareTool<DetectInput, DetectOutput>(
          {.name = "detect_anomalies",
           .title = "Detect anomalies",
           .description = "Whether CPU figures are above or below two thresholds: scale_up, scale_down or hold.",
           .annotations = kPure},
          {{"metrics", {"CPU in percent by container, as get_metrics gives it"}},
           {"rules", {"cpu_high_pct: scale up from here on; cpu_low_pct: scale down from here on"}}},
          Detect),
      DeclareTool<TargetInput, TargetOutput>(
          {.name = "calculate_target_replicas",
           .title = "Calculate a count",
           .description = "The count that a recommendation comes to: two more, or one less. Bounds are not applied; "
                          "propose_scale knows them.",
           .annotations = kPure},
          {{"recommendation", {"what detect_anomalies recommends"}}, {"current_replicas", {"how many run"}}},
          Calculate),
      DeclareTool<MultiInput, MultiOutput>(
          {.name = "decide_scale_multi",
           .title = "Decide by several metrics",
           .description = "What rules over several metrics come to: up by two where any of scale_up_when holds, down "
                          "by one where all of scale_down_when do, within the bounds. propose_scale knows the limits "
                          "that Docktor itself has in force.",
           .annotations = kPure},
          {{"service_name", {"the service that it is about"}},
           {"current_replicas", {"how many run"}},
           {"min_replicas", {"the fewest"}},
           {"max_replicas", {"the most"}},
           {"rules", {"lists of {metric, op, value}; op is one of > >= < <= =="}},
           {"observations", {"the value of each metric"}}},
          DecideMulti),
  };
}

}  // namespace docktor::serve
