#include "serve/tools/rule_tools.h"

#include <algorithm>
#include <map>
#include <numeric>

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
  };
}

}  // namespace docktor::serve
