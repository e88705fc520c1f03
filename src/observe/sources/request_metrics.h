#pragma once

#include <functional>
#include <string>

#include "core/spec.h"
#include "observe/sources/http_page.h"
#include "observe/sources/metrics_text.h"

namespace docktor::observe {

/// How a proxy names its requests in Prometheus' text format.
struct RequestMetrics {
  std::string prefix;    ///< of all of them
  std::string requests;  ///< a counter
  std::string duration;  ///< a histogram, in seconds
  /// Whether a sample is of what is asked about.
  std::function<bool(const MetricSample&)> wanted;
  std::string what;  ///< the wanted thing, in words: "service web"
  /// What a sample's thing is called.
  std::function<std::string(const MetricSample&)> name_of;
};

/// A source of a proxy's metrics page. kInvalidInput: its signal is none that can be made of requests.
Result<std::unique_ptr<Source>> MakeRequestSource(const SourceSettings& settings, const SourceAccess& access,
                                                  RequestMetrics metrics);

}  // namespace docktor::observe
