#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "core/json.h"
#include "net/http_client.h"
#include "observe/sources/list.h"
#include "support/compose_project.h"
#include "support/server_process.h"
#include "support/within.h"

/// Sources against the servers that they are made for, with a load that is known. The servers are Debian's packages.

namespace docktor::observe {
namespace {

using test::FreePort;
using test::ServerProcess;
using test::TempFolder;
using testing::HasSubstr;
using testing::Not;

std::string At(int port, const std::string& path = "") { return fmt::format("http://127.0.0.1:{}{}", port, path); }

/// The status of an answer; 0 where there is none.
int Ask(int port, const std::string& path, net::HttpRequest request = {}) {
  net::HttpClient client({.origin = At(port)});
  request.path = path;
  const auto answer = client.Send(request);
  return answer ? answer->status : 0;
}
void Load(int port, int requests) {
  net::HttpClient client({.origin = At(port)});
  for (int i = 0; i < requests; ++i) {
    const auto answer = client.Send({.path = "/"});
    ASSERT_TRUE(answer && answer->status == 200) << i;
  }
}

/// A source, and looks at it that seem to lie five seconds apart.
class Looked {
 public:
  Looked(const SourceSettings& settings, const std::string& url, const std::string& password = "")
      : source_(MakeSource(settings, {net::ParseUrl(url).value(), "", password}).value()) {}
  Result<std::optional<double>> Look() { return source_->Read(now_ += 5s, 5s); }
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
  /// Looks until the figure is this one.
  bool Becomes(double figure, Duration longest = 20s) {
    return test::Within(longest, [&] { return Look().value_or(std::nullopt) == figure; });
  }
  /// Looks until the rates come to so many requests: a proxy may count one a moment after it was answered.
  bool AddsUpTo(double requests) {
    double sum = 0;
    return test::Within(10s, [&] { return std::abs((sum += 5 * Figure().value_or(0)) - requests) < 1e-6; });
  }

 private:
  std::unique_ptr<Source> source_;
  SteadyTime now_{100s};
};

/// nginx that answers everything with "ok", and its stub_status.
class Nginx {
 public:
  Nginx() {
    server_.Await([this] { return Ask(port, "/status") == 200; });
  }
  const int port = FreePort();

 private:
  static std::string Config(int port, const TempFolder& folder) {
    return fmt::format(
        "daemon off; pid {0}/pid; error_log stderr; worker_processes 1; events {{}}\n"
        "http {{ access_log off; client_body_temp_path {0}/b; proxy_temp_path {0}/p; fastcgi_temp_path {0}/f;\n"
        "  uwsgi_temp_path {0}/u; scgi_temp_path {0}/s;\n"
        "  server {{ listen 127.0.0.1:{1}; location / {{ return 200 ok; }} location = /status {{ stub_status; }} }} "
        "}}\n",
        folder.Path(), port);
  }
  TempFolder folder_;
  ServerProcess server_{
      folder_, {"/usr/sbin/nginx", "-p", folder_.Path(), "-c", folder_.Write("nginx.conf", Config(port, folder_))}};
};

TEST(Sources, Nginx) {
  const Nginx nginx;
  Looked source({.signal = "requests_per_second", .kind = SourceKind::kNginx}, At(nginx.port, "/status"));
  EXPECT_EQ(source.Figure(), std::nullopt);
  Load(nginx.port, 50);
  EXPECT_EQ(source.Figure(), 10.0);
  EXPECT_EQ(source.Figure(), 0.0);
  Looked wrong({.signal = "requests_per_second", .kind = SourceKind::kNginx}, At(nginx.port, "/"));
  EXPECT_THAT(wrong.Failure().message, HasSubstr("stub_status"));
}

/// HAProxy with the backend `web`, which is an nginx, and `spare`, which is nobody.
class Haproxy {
 public:
  explicit Haproxy(int behind) : behind_(behind) {
    server_.Await([this] { return Ask(port, "/") == 200; });
  }
  const int port = FreePort(), statistics = FreePort();

 private:
  std::string Config() const {
    return fmt::format(
        "defaults\n  mode http\n  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\n"
        "frontend http\n  bind 127.0.0.1:{}\n  default_backend web\n"
        "backend web\n  server one 127.0.0.1:{}\n"
        "backend spare\n  server none 127.0.0.1:1\n"
        "listen statistics\n  bind 127.0.0.1:{}\n  stats enable\n  stats uri /stats\n  stats auth ann:s3cret\n",
        port, behind_, statistics);
  }
  int behind_;
  TempFolder folder_;
  ServerProcess server_{folder_, {"/usr/sbin/haproxy", "-db", "-f", folder_.Write("haproxy.cfg", Config())}};
};

TEST(Sources, Haproxy) {
  const Nginx nginx;
  const Haproxy haproxy(nginx.port);
  const auto url = fmt::format("http://ann@127.0.0.1:{}/stats", haproxy.statistics);
  const auto settings = [](const std::string& signal, const std::string& backend = "web") {
    return SourceSettings{.signal = signal, .kind = SourceKind::kHaproxy, .query = backend};
  };
  Looked rate(settings("requests_per_second"), url, "s3cret");
  EXPECT_EQ(rate.Figure(), std::nullopt);
  ASSERT_TRUE(test::Within(10s, [&] { return rate.Figure() == 0.0; }));
  Load(haproxy.port, 50);
  EXPECT_TRUE(rate.AddsUpTo(50));
  const auto latency = Looked(settings("latency"), url, "s3cret").Figure();
  ASSERT_TRUE(latency);
  EXPECT_LT(*latency, 0.5);
  EXPECT_EQ(Looked(settings("queue.length"), url, "s3cret").Figure(), 0.0);
  EXPECT_THAT(Looked(settings("latency", "wbe"), url, "s3cret").Failure().message, HasSubstr("web, spare"));
  const auto refused = Looked(settings("latency"), url, "wr0ng").Failure();
  EXPECT_EQ(refused.code, Errc::kDenied);
  EXPECT_THAT(refused.message, Not(HasSubstr("wr0ng")));
}

/// Caddy in front of an nginx.
class Caddy {
 public:
  explicit Caddy(int behind) : behind_(behind) {
    server_.Await([this] { return Ask(port, "/") == 200; });
  }
  const int port = FreePort(), admin = FreePort();

 private:
  std::string Config() const {
    return fmt::format(
        "{{\n  admin 127.0.0.1:{}\n  auto_https off\n  servers {{\n    metrics\n  }}\n}}\n"
        "http://127.0.0.1:{} {{\n  bind 127.0.0.1\n  reverse_proxy 127.0.0.1:{}\n}}\n",
        admin, port, behind_);
  }
  int behind_;
  TempFolder folder_;
  ServerProcess server_{
      folder_,
      {"/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", folder_.Write("Caddyfile", Config())},
      {"HOME=" + folder_.Path(), "XDG_DATA_HOME=" + folder_.Path(), "XDG_CONFIG_HOME=" + folder_.Path()}};
};

TEST(Sources, Caddy) {
  const Nginx nginx;
  const Caddy caddy(nginx.port);
  const auto look = [&](const std::string& signal) {
    return Looked({.signal = signal, .kind = SourceKind::kCaddy, .query = "srv0"}, At(caddy.admin, "/metrics"));
  };
  auto rate = look("requests_per_second"), mean = look("latency"), p95 = look("latency.p95");
  for (auto* source : {&rate, &mean, &p95}) EXPECT_EQ(source->Figure(), std::nullopt);
  Load(caddy.port, 50);
  EXPECT_EQ(rate.Figure(), 10.0);
  for (auto* source : {&mean, &p95}) {
    const auto seconds = source->Figure();
    ASSERT_TRUE(seconds);
    EXPECT_GT(*seconds, 0);
    EXPECT_LT(*seconds, 0.5);
  }
  EXPECT_TRUE(test::Within(10s, [&] { return mean.Figure() == std::nullopt; })) << "nothing is answered any more";
  EXPECT_EQ(rate.Figure(), 0.0);
}

/// Prometheus that scrapes a Caddy four times a second.
class Prometheus {
 public:
  explicit Prometheus(int caddy) : caddy_(caddy) {
    server_.Await([this] { return Ask(port, "/-/ready") == 200; });
  }
  const int port = FreePort();

 private:
  std::string Config() const {
    return fmt::format(
        "global: {{scrape_interval: 250ms, scrape_timeout: 250ms}}\n"
        "scrape_configs: [{{job_name: proxy, static_configs: [{{targets: ['127.0.0.1:{}']}}]}}]\n",
        caddy_);
  }
  int caddy_;
  TempFolder folder_;
  ServerProcess server_{
      folder_,
      {"/usr/bin/prometheus", "--config.file=" + folder_.Write("prometheus.yml", Config()),
       "--storage.tsdb.path=" + folder_.Path("data"), fmt::format("--web.listen-address=127.0.0.1:{}", port)}};
};

TEST(Sources, Prometheus) {
  const Nginx nginx;
  const Caddy caddy(nginx.port);
  const Prometheus prometheus(caddy.admin);
  Load(caddy.port, 40);
  const auto query = [&](const std::string& text) {
    return Looked({.signal = "requests", .kind = SourceKind::kPrometheus, .query = text}, At(prometheus.port));
  };
  const std::string requests = R"(caddy_http_requests_total{handler="subroute"})";
  auto sum = query("sum(" + requests + ")");
  EXPECT_TRUE(sum.Becomes(41)) << "and the one that looked whether it is there";
  Load(caddy.port, 9);
  EXPECT_TRUE(sum.Becomes(50));
  EXPECT_EQ(query("scalar(up)").Figure(), 1.0);
  EXPECT_EQ(query("vector(0) / 0").Figure(), std::nullopt);
  EXPECT_THAT(query("caddy_http_request_duration_seconds_bucket").Failure().message, HasSubstr("series"));
  EXPECT_THAT(query("absent_thing").Failure().message, HasSubstr("no result"));
  EXPECT_THAT(query("up[1m]").Failure().message, HasSubstr("matrix"));
  EXPECT_THAT(query("sum(").Failure().message, HasSubstr("parse error"));
}

class Redis {
 public:
  Redis() {
    server_.Await([this] { return Cli("PING") == "PONG\n"; });
  }
  const int port = FreePort();
  std::string Url(const std::string& path = "") const { return fmt::format("redis://127.0.0.1:{}{}", port, path); }
  std::string Cli(const std::string& command) const {
    return test::Shell(
        fmt::format("(redis-cli -h 127.0.0.1 -p {} -a s3cret --no-auth-warning {} || true)", port, command));
  }

 private:
  TempFolder folder_;
  ServerProcess server_{folder_,
                        {"/usr/bin/redis-server", "--bind", "127.0.0.1", "--port", std::to_string(port), "--save", "",
                         "--dir", folder_.Path(), "--requirepass", "s3cret"}};
};

SourceSettings RedisQueue(const std::string& query) {
  return {.signal = "queue.length", .kind = SourceKind::kRedis, .query = query};
}

TEST(Sources, RedisListsAndStreams) {
  const Redis redis;
  Looked jobs(RedisQueue("jobs"), redis.Url(), "s3cret");
  EXPECT_EQ(jobs.Figure(), 0.0);
  redis.Cli("RPUSH jobs a b c");
  EXPECT_EQ(jobs.Figure(), 3.0);
  redis.Cli("LPOP jobs");
  EXPECT_EQ(jobs.Figure(), 2.0);
  EXPECT_EQ(Looked(RedisQueue("jobs"), redis.Url("/3"), "s3cret").Figure(), 0.0) << "another database";

  for (int i = 0; i < 4; ++i) redis.Cli("XADD orders '*' n 1");
  EXPECT_EQ(Looked(RedisQueue("orders"), redis.Url(), "s3cret").Figure(), 4.0);
  Looked packers(RedisQueue("orders packers"), redis.Url(), "s3cret");
  EXPECT_THAT(packers.Failure().message, HasSubstr("no group packers"));
  redis.Cli("XGROUP CREATE orders packers 0");
  EXPECT_EQ(packers.Figure(), 4.0);
  redis.Cli("XREADGROUP GROUP packers one COUNT 3 STREAMS orders '>'");
  EXPECT_EQ(packers.Figure(), 1.0);

  redis.Cli("SET word x");
  EXPECT_THAT(Looked(RedisQueue("word"), redis.Url(), "s3cret").Failure().message, HasSubstr("it is a string"));
}

TEST(Sources, RedisWithAWrongPasswordOrNone) {
  const Redis redis;
  for (const auto* password : {"", "wr0ng"}) {
    const auto error = Looked(RedisQueue("jobs"), redis.Url(), password).Failure();
    EXPECT_EQ(error.code, Errc::kDenied) << error.message;
    EXPECT_THAT(error.message, Not(HasSubstr("wr0ng")));
  }
}

TEST(Sources, RedisThatComesBackIsFoundAgain) {
  auto redis = std::make_unique<Redis>();
  Looked jobs(RedisQueue("jobs"), redis->Url(), "s3cret");
  EXPECT_EQ(jobs.Figure(), 0.0);
  redis->Cli("CLIENT KILL TYPE normal");
  EXPECT_EQ(jobs.Failure().code, Errc::kUnavailable) << "the connection broke";
  EXPECT_EQ(jobs.Figure(), 0.0);
  redis.reset();
  EXPECT_EQ(jobs.Failure().code, Errc::kUnavailable);
}

/// RabbitMQ with its management plugin.
class Rabbitmq {
 public:
  Rabbitmq() {
    server_.Await([this] { return Api("GET", "overview") == 200; });
  }
  const int management = FreePort();
  int Api(const std::string& method, const std::string& path, const std::string& body = "") const {
    net::HttpRequest request{.method = method, .user = "guest", .password = "guest"};
    if (!body.empty()) request.body = body;
    return Ask(management, "/api/" + path, request);
  }

 private:
  std::string Config() const {
    return fmt::format("listeners.tcp.1 = 127.0.0.1:{}\nmanagement.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {}\n",
                       FreePort(), management);
  }
  TempFolder folder_;
  const int names_ = FreePort();
  ServerProcess name_server_{folder_, {"/usr/bin/epmd", "-address", "127.0.0.1", "-port", std::to_string(names_)}};
  ServerProcess server_{
      folder_,
      {"/usr/lib/rabbitmq/bin/rabbitmq-server"},
      {"HOME=" + folder_.Path(), fmt::format("ERL_EPMD_PORT={}", names_), "RABBITMQ_NODENAME=docktor-test@localhost",
       fmt::format("RABBITMQ_DIST_PORT={}", FreePort()), "RABBITMQ_MNESIA_BASE=" + folder_.Path("db"),
       "RABBITMQ_LOG_BASE=" + folder_.Path("log"), "RABBITMQ_PID_FILE=" + folder_.Path("pid"),
       "RABBITMQ_CONF_ENV_FILE=/dev/null", "RABBITMQ_CONFIG_FILE=" + folder_.Write("rabbit.conf", Config()),
       "RABBITMQ_ENABLED_PLUGINS_FILE=" + folder_.Write("plugins", "[rabbitmq_management].\n")}};
};

TEST(Sources, Rabbitmq) {
  const Rabbitmq rabbitmq;
  ASSERT_EQ(rabbitmq.Api("PUT", "queues/%2F/jobs%2Fnew", "{}"), 201);
  for (int i = 0; i < 7; ++i)
    ASSERT_EQ(rabbitmq.Api("POST", "exchanges/%2F/amq.default/publish",
                           R"({"properties":{},"routing_key":"jobs/new","payload":"x","payload_encoding":"string"})"),
              200);
  const auto url = fmt::format("http://guest@127.0.0.1:{}", rabbitmq.management);
  const auto settings = [](const std::string& queue) {
    return SourceSettings{.signal = "queue.length", .kind = SourceKind::kRabbitmq, .query = queue};
  };
  EXPECT_TRUE(Looked(settings("jobs/new"), url, "guest").Becomes(7));
  EXPECT_EQ(Looked(settings("jbos"), url, "guest").Failure().code, Errc::kNotFound);
  EXPECT_EQ(Looked(settings("jobs/new"), url, "wr0ng").Failure().code, Errc::kDenied);
}

/// NATS with JetStream.
class Nats {
 public:
  Nats() {
    server_.Await([this] { return Ask(monitor, "/healthz") == 200; });
  }
  const int port = FreePort(), monitor = FreePort();

  /// Sends messages, each a subject and its content, as a client does.
  void Publish(const std::vector<std::pair<std::string, std::string>>& messages) const {
    std::string lines = "CONNECT {\"verbose\":false}\r\nSUB answers 1\r\n";
    for (const auto& [subject, content] : messages)
      lines += fmt::format("PUB {} answers {}\r\n{}\r\n", subject, content.size(), content);
    test::Shell(
        fmt::format("printf '%s' '{}PING\r\n' | timeout 5 bash -c 'exec 3<>/dev/tcp/127.0.0.1/{}; cat >&3; "
                    "while read -r line <&3; do [[ $line == PONG* ]] && exit 0; done; exit 1'",
                    lines, port));
  }

 private:
  TempFolder folder_;
  ServerProcess server_{folder_,
                        {"/usr/sbin/nats-server", "-a", "127.0.0.1", "-p", std::to_string(port), "-m",
                         std::to_string(monitor), "-js", "-sd", folder_.Path("data")}};
};

TEST(Sources, Nats) {
  const Nats nats;
  nats.Publish({{"$JS.API.STREAM.CREATE.ORDERS", R"({"name":"ORDERS","subjects":["orders.>"],"storage":"memory"})"}});
  const auto url = At(nats.monitor);
  const auto settings = [](const std::string& query) {
    return SourceSettings{.signal = "queue.length", .kind = SourceKind::kNats, .query = query};
  };
  ASSERT_TRUE(Looked(settings("ORDERS"), url).Becomes(0));
  nats.Publish({{"$JS.API.CONSUMER.DURABLE.CREATE.ORDERS.pack",
                 R"({"stream_name":"ORDERS","config":{"durable_name":"pack","ack_policy":"explicit"}})"}});
  ASSERT_TRUE(Looked(settings("ORDERS pack"), url).Becomes(0));
  nats.Publish({{"orders.a", "1"}, {"orders.b", "2"}, {"orders.c", "3"}});
  EXPECT_TRUE(Looked(settings("ORDERS pack"), url).Becomes(3));
  nats.Publish({{"$JS.API.CONSUMER.MSG.NEXT.ORDERS.pack", ""}});
  EXPECT_TRUE(Looked(settings("ORDERS pack"), url).Becomes(2));
  EXPECT_EQ(Looked(settings("ORDERS"), url).Figure(), 3.0);
  EXPECT_THAT(Looked(settings("ORDERS send"), url).Failure().message, HasSubstr("no consumer send"));
}

}  // namespace
}  // namespace docktor::observe
