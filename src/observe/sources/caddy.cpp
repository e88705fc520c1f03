/// Caddy: requests and latencies of its handler reverse_proxy, from its metrics. URL: the metrics page
/// (http://host:2019/metrics). Query: one of Caddy's servers ("srv0"); empty: all of them.

#include "observe/request_metrics.h"
#include "observe/sources/list.h"

namespace docktor::observe {

Result<std::unique_ptr<Source>> MakeCaddy(const SourceSettings& settings, const SourceAccess& access) {
  // Each handler that a request passes counts it.
  const auto wanted = [server = settings.query](const MetricSample& sample) {
    return sample.Label("handler") == "reverse_proxy" && (server.empty() || sample.Label("server") == server);
  };
  return MakeRequestSource(settings, access,
                           {.prefix = "caddy_http_request",
                            .requests = "caddy_http_requests_total",
                            .duration = "caddy_http_request_duration_seconds",
                            .wanted = wanted,
                            .what = settings.query.empty() ? "any server" : "server " + settings.query,
                            .label = "server"});
}

}  // namespace docktor::observe
