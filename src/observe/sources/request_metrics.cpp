#include "observe/sources/request_metrics.h"

#include <charconv>
#include <limits>
#include <set>

#include "observe/sources/request_meter.h"

namespace docktor::observe {
namespace {

double BoundOf(const MetricSample& sample) {
  const auto text = sample.Label("le");
  double bound = std::numeric_limits<double>::infinity();  // "+Inf"
  std::from_chars(text.data(), text.data() + text.size(), bound);
  return bound;
}

void Add(const MetricSample& sample, const RequestMetrics& metrics, RequestCounts& counts) {
  if (sample.name == metrics.requests) counts.requests += sample.value;
  if (sample.name == metrics.duration + "_count") counts.answered += sample.value;
  if (sample.name == metrics.duration + "_sum") counts.seconds += sample.value;
  if (sample.name == metrics.duration + "_bucket") counts.no_slower[BoundOf(sample)] += sample.value;
}

Error NothingCounted(const RequestMetrics& metrics, const std::set<std::string>& others) {
  std::string all;
  for (const auto& other : others) all += (all.empty() ? "; there is " : ", ") + other;
  return {Errc::kNotFound, "no request of " + metrics.what + " was counted yet" + all,
          "look whether the query names it right, and whether the proxy has its metrics enabled"};
}

Result<RequestCounts> CountsIn(std::string_view text, const RequestMetrics& metrics) {
  RequestCounts counts;
  bool counted = false;
  std::set<std::string> others;
  ForEachSample(text, metrics.prefix, [&](const MetricSample& sample) {
    if (metrics.wanted(sample)) {
      counted = counted || sample.name == metrics.requests;
      Add(sample, metrics, counts);
    } else if (sample.name == metrics.requests) {
      others.insert(metrics.name_of(sample));
    }
  });
  if (!counted) return tl::unexpected(NothingCounted(metrics, others));
  return counts;
}

}  // namespace

Result<std::unique_ptr<Source>> MakeRequestSource(const SourceSettings& settings, const SourceAccess& access,
                                                  RequestMetrics metrics) {
  const auto figure = RequestFigure::Parse(settings.signal);
  if (!figure)
    return Fail(Errc::kInvalidInput, "the signal \"" + settings.signal + "\" cannot be made of a proxy's requests",
                "there are requests_per_second, latency (the mean) and latency.p95 and the like");
  return MakePageSource(
      access, access.url.path == "/" ? "/metrics" : access.url.path,
      [metrics = std::move(metrics), meter = RequestMeter(*figure, LongestGap(settings.interval))](
          std::string_view text, SteadyTime now) mutable {
        return CountsIn(text, metrics).map([&](const RequestCounts& counts) { return meter.Take(counts, now); });
      });
}

}  // namespace docktor::observe
