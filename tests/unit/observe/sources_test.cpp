#include "observe/sources/list.h"

#include <gmock/gmock.h>

#include "support/tiny_server.h"

namespace docktor::observe {
namespace {

using test::Answer;
using test::TinyServer;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using Page = std::pair<int, std::string>;  ///< status and body

/// A server that answers with one page after the other, and a source that reads them.
class Served {
 public:
  Served(const SourceSettings& settings, std::vector<Page> pages, const std::string& path = "/",
         const std::string& password = "")
      : pages_(std::move(pages)),
        server_(
            [this](const auto&, const auto& peer) {
              const auto& [status, body] = pages_[std::min(next_++, pages_.size() - 1)];
              peer.Send(Answer(status, body));
            },
            TinyServer::Door::kPort),
        source_(MakeSource(
            settings,
            {net::ParseUrl("http://ann@127.0.0.1:" + std::to_string(server_.port()) + path).value(), "", password})) {}

  /// Looks a second after the last time.
  Result<std::optional<double>> Look() {
    now_ += 1s;
    return source_.value()->Read(now_, 2s);
  }
  std::optional<double> Figure() {
    const auto figure = Look();
    EXPECT_TRUE(figure) << figure.error().message;
    return figure.value_or(std::nullopt);
  }
  Error Failure() {
    const auto figure = Look();
    EXPECT_FALSE(figure);
    return figure ? Error{} : figure.error();
  }
  TinyServer& server() { return server_; }

 private:
  std::vector<Page> pages_;
  std::size_t next_ = 0;
  TinyServer server_;
  Result<std::unique_ptr<Source>> source_;
  SteadyTime now_{100s};
};

Served Serve(const SourceSettings& settings, const std::string& page) { return Served(settings, {{200, page}}); }

// ---- Prometheus

const SourceSettings kPrometheus{.signal = "load", .kind = SourceKind::kPrometheus, .query = "sum(rate(x[1m]))"};

TEST(Prometheus, AsksTheQuery) {
  Served served(
      kPrometheus,
      {{200, R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1.5,"0.25"]}]}})"}},
      "/prom/");
  EXPECT_EQ(served.Figure(), 0.25);
  EXPECT_EQ(served.server().requests().at(0).path, "/prom/api/v1/query?query=sum%28rate%28x%5B1m%5D%29%29");
}

struct PrometheusCase {
  std::string data;
  std::optional<double> figure;
};
TEST(Prometheus, ReadsOneNumber) {
  for (const auto& [data, figure] :
       {PrometheusCase{R"({"resultType":"scalar","result":[1,"7"]})", 7.0},
        PrometheusCase{R"({"resultType":"scalar","result":[1,"NaN"]})", std::nullopt},
        PrometheusCase{R"({"resultType":"vector","result":[{"value":[1,"+Inf"]}]})", std::nullopt},
        PrometheusCase{R"({"resultType":"vector","result":[{"value":[1,"-1e3"]}]})", -1000.0}})
    EXPECT_EQ(Serve(kPrometheus, R"({"status":"success","data":)" + data + "}").Figure(), figure) << data;
}

TEST(Prometheus, SaysWhatElseCame) {
  const auto failure = [](const std::string& data) {
    return Serve(kPrometheus, R"({"status":"success","data":)" + data + "}").Failure().message;
  };
  EXPECT_THAT(failure(R"({"resultType":"vector","result":[]})"), HasSubstr("no result"));
  EXPECT_THAT(failure(R"({"resultType":"vector","result":[{"value":[1,"1"]},{"value":[1,"2"]}]})"),
              HasSubstr("2 series"));
  EXPECT_THAT(failure(R"({"resultType":"matrix","result":[]})"), HasSubstr("matrix"));
  for (const auto* odd :
       {"{}", "[]", "7", R"({"resultType":"vector","result":7})", R"({"resultType":"scalar","result":[1]})",
        R"({"resultType":"vector","result":[{"value":[1,2]}]})", R"({"resultType":"vector","result":["x"]})"})
    EXPECT_NE(failure(odd), "") << odd;
  EXPECT_NE(Serve(kPrometheus, "<html>").Failure().message, "");
}

TEST(Prometheus, PassesOnItsWords) {
  Served served(kPrometheus, {{400, R"({"status":"error","errorType":"bad_data","error":"parse error at char 4"})"}});
  const auto error = served.Failure();
  EXPECT_EQ(error.code, Errc::kInvalidInput);
  EXPECT_THAT(error.message, AllOf(HasSubstr("parse error at char 4"), HasSubstr("http://127.0.0.1:")));
}

// ---- what all that are asked over HTTP share

TEST(PageSource, LogsInAndNeverTellsThePassword) {
  Served served(kPrometheus, {{401, "who are you"}}, "/", "s3cret");
  const auto error = served.Failure();
  EXPECT_THAT(served.server().requests().at(0).head, HasSubstr("Authorization: Basic YW5uOnMzY3JldA=="));
  EXPECT_EQ(error.code, Errc::kDenied);
  EXPECT_THAT(error.hint, HasSubstr("password_env"));
  EXPECT_THAT(error.message + error.hint, AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("ann"))));
}

TEST(PageSource, LeavesOutAPageForABrowser) {
  Served served(kPrometheus, {{502, "<html>Bad Gateway</html>"}});
  EXPECT_THAT(served.Failure().message, AllOf(HasSubstr("HTTP 502"), Not(HasSubstr("html"))));
}

TEST(PageSource, PassesOnTheBeginningOfTheServersWordsAsTheyMayBeShown) {
  const std::string most(199, 'a');
  Served served(kPrometheus, {{503, " caf\xe9 \x1b[31mred\r\nmore"}, {503, most + "äöü"}, {503, "busy"}});
  EXPECT_THAT(served.Failure().message, EndsWith("HTTP 503: caf\uFFFD  [31mred"));
  EXPECT_THAT(served.Failure().message, EndsWith("HTTP 503: " + most + "…"));
  EXPECT_THAT(served.Failure().message, EndsWith("HTTP 503: busy"));
}

TEST(PageSource, GivesUpInTime) {
  TinyServer server([](const auto&, const auto& peer) { peer.Hang(); }, TinyServer::Door::kPort);
  const auto source =
      MakeSource(kPrometheus, {net::ParseUrl("http://127.0.0.1:" + std::to_string(server.port())).value()}).value();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(source->Read({}, 50ms).error().code, Errc::kTimeout);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

// ---- proxies

const SourceSettings kNginx{.signal = "requests_per_second", .kind = SourceKind::kNginx};

std::string StubStatus(int requests) {
  return "Active connections: 3 \nserver accepts handled requests\n 70 70 " + std::to_string(requests) +
         " \nReading: 0 Writing: 1 Waiting: 2 \n";
}

TEST(Nginx, CountsRequestsButNotItsOwn) {
  Served served(kNginx, {{200, StubStatus(10)}, {200, StubStatus(11)}, {200, StubStatus(62)}});
  EXPECT_EQ(served.Figure(), std::nullopt);
  EXPECT_EQ(served.Figure(), 0.0);
  EXPECT_EQ(served.Figure(), 50.0);
}

TEST(Nginx, ARestartMakesNoFigure) {
  Served served(kNginx, {{200, StubStatus(1000)}, {200, StubStatus(3)}, {200, StubStatus(9)}});
  EXPECT_EQ(served.Figure(), std::nullopt);
  EXPECT_EQ(served.Figure(), std::nullopt);
  EXPECT_EQ(served.Figure(), 5.0);
}

TEST(Nginx, AnotherPageIsAnError) {
  for (const auto* page : {"Welcome to nginx!", "", "server accepts handled requests\n 7 7"})
    EXPECT_THAT(Serve(kNginx, page).Failure().message, HasSubstr("stub_status")) << page;
}

std::string HaproxyPage(const std::string& backend, int total, int waiting = 0, int milliseconds = 0) {
  const auto n = [](int number) { return std::to_string(number); };
  return "# pxname,svname,qcur,last_chk,req_tot,rtime,\n"
         "http,FRONTEND,,,999,,\n" +
         backend + ",web1,7,\"L7OK, \"\"fine\"\"\",8,9,\n" + backend + ",BACKEND," + n(waiting) + ",," + n(total) +
         "," + n(milliseconds) + ",\nstatic,BACKEND,0,,5,1,\ntcp,BACKEND,0,,,1,\n\n";
}
SourceSettings Haproxy(const std::string& signal, const std::string& backend) {
  return {.signal = signal, .kind = SourceKind::kHaproxy, .query = backend};
}

TEST(Haproxy, ReadsABackend) {
  Served served(Haproxy("requests_per_second", "web"), {{200, HaproxyPage("web", 100)}, {200, HaproxyPage("web", 130)}},
                "/stats");
  EXPECT_EQ(served.Figure(), std::nullopt);
  EXPECT_EQ(served.Figure(), 30.0);
  EXPECT_EQ(served.server().requests().at(0).path, "/stats;csv");
  EXPECT_EQ(Serve(Haproxy("latency", "web"), HaproxyPage("web", 1, 2, 250)).Figure(), 0.25);
  EXPECT_EQ(Serve(Haproxy("queue.length", "web"), HaproxyPage("web", 1, 2)).Figure(), 2.0);
}

TEST(Haproxy, SaysWhatIsMissing) {
  const auto failure = [](const std::string& backend, const std::string& page) {
    return Serve(Haproxy("requests_per_second", backend), page).Failure().message;
  };
  EXPECT_THAT(failure("shop", HaproxyPage("web", 1)),
              AllOf(HasSubstr("no backend shop"), HasSubstr("web, static, tcp")));
  EXPECT_THAT(failure("", HaproxyPage("web", 1)), HasSubstr("web, static, tcp"));
  EXPECT_THAT(failure("tcp", HaproxyPage("web", 1)), HasSubstr("req_tot"));
  EXPECT_THAT(failure("web", "<html>"), HasSubstr("statistics page"));
}

// As Traefik 2.11 writes it.
std::string TraefikPage(int ok, int slow) {
  const auto n = [](int number) { return std::to_string(number); };
  const std::string web = "{code=\"200\",method=\"GET\",protocol=\"http\",service=\"web@docker\"";
  return "# HELP traefik_service_requests_total How many HTTP requests processed on a service\n"
         "# TYPE traefik_service_requests_total counter\n"
         "traefik_service_requests_total{code=\"200\",method=\"GET\",protocol=\"http\",service=\"api@docker\"} 7\n"
         "traefik_service_requests_total" +
         web + "} " + n(ok) + "\n" +
         "traefik_service_requests_total{code=\"500\",method=\"GET\",protocol=\"http\",service=\"web@docker\"} " +
         n(slow) + "\ntraefik_service_requests_bytes_total" + web + "} 12345\n" +
         "traefik_service_request_duration_seconds_bucket" + web + ",le=\"0.1\"} " + n(ok) + "\n" +
         "traefik_service_request_duration_seconds_bucket" + web + ",le=\"1.2\"} " + n(ok + slow) + "\n" +
         "traefik_service_request_duration_seconds_bucket" + web + ",le=\"+Inf\"} " + n(ok + slow) + "\n" +
         "traefik_service_request_duration_seconds_sum" + web + "} " + n(slow) + "\n" +
         "traefik_service_request_duration_seconds_count" + web + "} " + n(ok + slow) + "\n";
}
SourceSettings Traefik(const std::string& signal, const std::string& service = "web") {
  return {.signal = signal, .kind = SourceKind::kTraefik, .query = service};
}
std::optional<double> TraefikFigure(const SourceSettings& settings) {
  Served served(settings, {{200, TraefikPage(10, 10)}, {200, TraefikPage(40, 20)}});
  EXPECT_EQ(served.Figure(), std::nullopt);
  const auto figure = served.Figure();
  EXPECT_EQ(served.server().requests().at(0).path, "/metrics");
  return figure;
}

TEST(Traefik, CountsAService) {
  EXPECT_EQ(TraefikFigure(Traefik("requests_per_second")), 40.0);
  EXPECT_EQ(TraefikFigure(Traefik("requests_per_second", "web@docker")), 40.0);
  EXPECT_EQ(TraefikFigure(Traefik("requests_per_second", "")), 40.0);
  EXPECT_EQ(TraefikFigure(Traefik("latency")), 0.25);
  EXPECT_NEAR(TraefikFigure(Traefik("latency.p95")).value(), 0.1 + 1.1 * (38.0 - 30) / 10, 1e-9);
}

TEST(Traefik, NamesTheServicesThatThereAre) {
  EXPECT_THAT(Serve(Traefik("requests_per_second", "wbe"), TraefikPage(1, 1)).Failure().message,
              AllOf(HasSubstr("service wbe"), HasSubstr("api@docker, web@docker")));
}

// As Caddy 2.6 writes it.
std::string CaddyPage(int sites, int proxied) {
  const auto line = [](const std::string& handler, const std::string& server, int requests) {
    return "caddy_http_requests_total{handler=\"" + handler + "\",server=\"" + server + "\"} " +
           std::to_string(requests) + "\n";
  };
  return line("subroute", "srv0", sites) + line("reverse_proxy", "srv1", proxied) + line("subroute", "srv1", 2 * sites);
}
std::optional<double> CaddyRate(const std::string& query) {
  Served served({.signal = "requests_per_second", .kind = SourceKind::kCaddy, .query = query},
                {{200, CaddyPage(1, 10)}, {200, CaddyPage(6, 12)}});
  EXPECT_EQ(served.Figure(), std::nullopt);
  return served.Figure();
}

TEST(Caddy, CountsAHandlerOfAServer) {
  EXPECT_EQ(CaddyRate("srv0"), 5.0);
  EXPECT_EQ(CaddyRate("srv1 reverse_proxy"), 2.0);
  EXPECT_EQ(CaddyRate(""), 15.0);
  Served served({.signal = "latency", .kind = SourceKind::kCaddy, .query = "srv0 reverse_proxy"},
                {{200, CaddyPage(1, 1)}});
  EXPECT_THAT(served.Failure().message,
              AllOf(HasSubstr("server srv0 by handler reverse_proxy"), HasSubstr("srv0 subroute, srv1 reverse_proxy")));
}

// ---- queues

TEST(Rabbitmq, ReadsWhatIsReady) {
  Served served({.signal = "queue.length", .kind = SourceKind::kRabbitmq, .query = "orders/new"},
                {{200, R"({"name":"orders/new"})"},
                 {200, R"({"messages":9,"messages_ready":7})"},
                 {404, R"({"error":"Object Not Found"})"}},
                "/shop");
  EXPECT_EQ(served.Figure(), std::nullopt) << "declared a moment ago";
  EXPECT_EQ(served.Figure(), 7.0);
  EXPECT_THAT(served.Failure().message, HasSubstr("Object Not Found"));
  EXPECT_EQ(served.server().requests().at(0).path, "/api/queues/shop/orders%2Fnew");
  Served plain({.signal = "queue.length", .kind = SourceKind::kRabbitmq, .query = "q"},
               {{200, R"({"messages_ready":0})"}});
  EXPECT_EQ(plain.Figure(), 0.0);
  EXPECT_EQ(plain.server().requests().at(0).path, "/api/queues/%2F/q");
}

SourceSettings Nats(const std::string& query) {
  return {.signal = "queue.length", .kind = SourceKind::kNats, .query = query};
}

TEST(Nats, ReadsWhatIsPending) {
  const std::string page = R"({"streams":2,"account_details":[{"name":"$G","stream_detail":[
      {"name":"OTHER","state":{"messages":1}},
      {"name":"ORDERS","state":{"messages":12},"consumer_detail":[{"name":"mail","num_pending":2},{"name":"pack","num_pending":5}]}]}]})";
  EXPECT_EQ(Serve(Nats("ORDERS pack"), page).Figure(), 5.0);
  EXPECT_EQ(Serve(Nats("ORDERS"), page).Figure(), 12.0);
  EXPECT_THAT(Serve(Nats("ORDERS send"), page).Failure().message, HasSubstr("no consumer send"));
  EXPECT_THAT(Serve(Nats("ORDER pack"), page).Failure().message, HasSubstr("no stream ORDER"));
  EXPECT_THAT(Serve(Nats("OTHER pack"), page).Failure().message, HasSubstr("no consumer pack"));
  EXPECT_THAT(Serve(Nats("ORDERS pack"), R"({"disabled":true})").Failure().message, HasSubstr("no stream"));
}

TEST(Redis, AServerThatSaysNothingIsGivenUpInTime) {
  TinyServer server([](const auto&, const auto& peer) { peer.Hang(); }, TinyServer::Door::kPort);
  const auto url = "redis://127.0.0.1:" + std::to_string(server.port());
  const auto source = MakeSource({.signal = "queue.length", .kind = SourceKind::kRedis, .query = "jobs"},
                                 {net::ParseUrl(url).value(), "", "s3cret"})
                          .value();
  const auto start = std::chrono::steady_clock::now();
  const auto error = source->Read({}, 50ms).error();
  EXPECT_EQ(error.code, Errc::kTimeout);
  EXPECT_THAT(error.message, AllOf(HasSubstr(url), Not(HasSubstr("s3cret"))));
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
  server.Stop();
  EXPECT_EQ(source->Read({}, 1s).error().code, Errc::kUnavailable);
}

TEST(Redis, PassesOnTheServersWordsAsTheyMayBeShown) {
  TinyServer server([](const auto&, const auto& peer) { peer.Send("-ERR caf\xe9\x1b[31m\r\n"); },
                    TinyServer::Door::kPort);
  // The line break at its end is what this server takes for that of a request.
  const auto source =
      MakeSource({.signal = "queue.length", .kind = SourceKind::kRedis, .query = "jobs"},
                 {net::ParseUrl("redis://127.0.0.1:" + std::to_string(server.port())).value(), "", "s3cret\r\n"})
          .value();
  EXPECT_THAT(source->Read({}, 5s).error().message, EndsWith("log in: ERR caf\uFFFD [31m"));
}

// ---- settings

struct SettingsCase {
  const char* name;
  SourceSettings settings;
  std::string url;
};
class SettingsTest : public testing::TestWithParam<SettingsCase> {};
TEST_P(SettingsTest, AreRefused) {
  const auto source = MakeSource(GetParam().settings, {net::ParseUrl(GetParam().url).value()});
  ASSERT_FALSE(source);
  EXPECT_EQ(source.error().code, Errc::kInvalidInput);
  EXPECT_NE(source.error().hint, "");
}
INSTANTIATE_TEST_SUITE_P(
    Sources, SettingsTest,
    testing::Values(SettingsCase{"prometheus_without_query", {"load", SourceKind::kPrometheus}, "http://p"},
                    SettingsCase{
                        "prometheus_of_another_scheme", {"load", SourceKind::kPrometheus, "", "up"}, "ftp://p"},
                    SettingsCase{"nginx_has_no_latency", {"latency", SourceKind::kNginx}, "http://p"},
                    SettingsCase{"haproxy_has_no_quantiles", {"latency.p95", SourceKind::kHaproxy}, "http://p"},
                    SettingsCase{"traefik_has_no_queue", {"queue.length", SourceKind::kTraefik}, "http://p"},
                    SettingsCase{"caddy_has_no_load", {"load", SourceKind::kCaddy}, "http://p"},
                    SettingsCase{"redis_over_http", {"q", SourceKind::kRedis, "", "jobs"}, "http://p"},
                    SettingsCase{"redis_without_key", {"q", SourceKind::kRedis}, "redis://p"},
                    SettingsCase{"redis_with_three_words", {"q", SourceKind::kRedis, "", "a b c"}, "redis://p"},
                    SettingsCase{"rabbitmq_without_queue", {"q", SourceKind::kRabbitmq}, "http://p"},
                    SettingsCase{"nats_without_stream", {"q", SourceKind::kNats}, "http://p"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace docktor::observe
