#include "serve/tools/metrics_tool.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <boost/regex.hpp>

#include "operations/now/metrics.h"
#include "serve/tools/declare_tool.h"

namespace docktor::serve {
namespace {

constexpr std::size_t kLongestPattern = 200;

struct Input {
  std::string container_regex;
  int window_sec = 60;
};
BOOST_DESCRIBE_STRUCT(Input, (), (container_regex, window_sec))

struct Output {
  std::map<std::string, double> metrics;
};
BOOST_DESCRIBE_STRUCT(Output, (), (metrics))

Duration WindowOf(const Input& input) {
  if (input.window_sec <= 0) return 1min;
  return std::min<Duration>(std::chrono::seconds(input.window_sec), operations::Meter::kKept);
}

double ToPercent(double cores) { return std::round(cores * 1000) / 10; }

/// A pattern that takes too long to match is refused by the library, which throws as for one that is none.
Result<Output> Pick(const std::string& pattern, const std::vector<operations::ReplicaUsage>& replicas) {
  if (pattern.size() > kLongestPattern) return Fail(Errc::kInvalidInput, "container_regex: longer than 200 characters");
  Output out;
  try {
    const boost::regex regex(pattern);
    for (const auto& one : replicas)
      if (one.cpu && boost::regex_search(one.replica, regex)) out.metrics[one.replica] = ToPercent(*one.cpu);
  } catch (const std::runtime_error& error) {
    return Fail(Errc::kInvalidInput, std::string("container_regex: ") + error.what());
  }
  return out;
}

Result<Output> Run(const Ask& ask, const Input& input) {
  const auto usage = AskFor<operations::MetricsOutput>(ask, "metrics", {{"window", ToJson(WindowOf(input))}});
  if (!usage) return tl::unexpected<Error>(usage.error());
  return Pick(input.container_regex, usage->replicas);
}

}  // namespace

mcp::Tool MetricsTool(const Ask& ask) {
  return DeclareTool<Input, Output>(
      {.name = "get_metrics",
       .title = "CPU of containers",
       .description = "The mean CPU in percent of each container of the project whose name fits, over the last "
                      "window_sec seconds; 100 is one core. What could not be read is left out, never zero.",
       .annotations = {.read_only = true, .idempotent = true}},
      {{"container_regex", {"a regular expression, found anywhere in the container's name"}},
       {"window_sec", {"seconds, 60 unless given, at most 300", false}}},
      [ask](const Input& input) { return Run(ask, input); });
}

}  // namespace docktor::serve
