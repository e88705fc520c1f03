/// Traefik: requests and latencies from its metrics. URL: the metrics page (http://host:8080/metrics). Query: one of
/// Traefik's services, with or without its provider ("web@docker"); empty: all of them.

#include "observe/sources/list.h"
#include "observe/sources/request_metrics.h"

namespace docktor::observe {

Result<std::unique_ptr<Source>> MakeTraefik(const SourceSettings& settings, const SourceAccess& access) {
  const auto wanted = [name = settings.query](const MetricSample& sample) {
    const auto service = sample.Label("service");
    return name.empty() || service == name || service.substr(0, service.find('@')) == name;
  };
  return MakeRequestSource(
      settings, access,
      {.prefix = "traefik_service_request",
       .requests = "traefik_service_requests_total",
       .duration = "traefik_service_request_duration_seconds",
       .wanted = wanted,
       .what = settings.query.empty() ? "any service" : "service " + settings.query,
       .name_of = [](const MetricSample& sample) { return std::string(sample.Label("service")); }});
}

}  // namespace docktor::observe
