/// Caddy: requests and latencies from its metrics. URL: the metrics page (http://host:2019/metrics). Query: "SERVER
/// HANDLER", as the metrics name them: "srv0 reverse_proxy". The handler is subroute unless it is named, which is what
/// the sites of a Caddyfile become. Empty: all servers.

#include "observe/files/lines.h"
#include "observe/sources/list.h"
#include "observe/sources/request_metrics.h"

namespace docktor::observe {

Result<std::unique_ptr<Source>> MakeCaddy(const SourceSettings& settings, const SourceAccess& access) {
  const auto words = Words(settings.query);
  const std::string server(words.empty() ? "" : words[0]);
  const std::string handler(words.size() > 1 ? words[1] : "subroute");  // each handler that a request passes counts it
  const auto wanted = [server, handler](const MetricSample& sample) {
    return sample.Label("handler") == handler && (server.empty() || sample.Label("server") == server);
  };
  const auto name_of = [](const MetricSample& sample) {
    return std::string(sample.Label("server")) + " " + std::string(sample.Label("handler"));
  };
  return MakeRequestSource(settings, access,
                           {.prefix = "caddy_http_request",
                            .requests = "caddy_http_requests_total",
                            .duration = "caddy_http_request_duration_seconds",
                            .wanted = wanted,
                            .what = (server.empty() ? "any server" : "server " + server) + " by handler " + handler,
                            .name_of = name_of});
}

}  // namespace docktor::observe
