#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "observe/sources/list.h"
#include "support/servers.h"
#include "support/within.h"

/// Sources against the servers that they are made for, with a load that is known. The servers are Debian's packages.

namespace docktor::observe {
namespace {

using test::At;
using test::Caddy;
using test::Haproxy;
using test::Nats;
using test::Nginx;
using test::Prometheus;
using test::Rabbitmq;
using test::Redis;
using test::SendRequests;
using testing::HasSubstr;
using testing::Not;

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

TEST(Sources, Nginx) {
  const Nginx nginx;
  Looked source({.signal = "requests_per_second", .kind = SourceKind::kNginx}, At(nginx.port, "/status"));
  EXPECT_EQ(source.Figure(), std::nullopt);
  SendRequests(nginx.port, 50);
  EXPECT_EQ(source.Figure(), 10.0);
  EXPECT_EQ(source.Figure(), 0.0);
  Looked wrong({.signal = "requests_per_second", .kind = SourceKind::kNginx}, At(nginx.port, "/"));
  EXPECT_THAT(wrong.Failure().message, HasSubstr("stub_status"));
}

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
  SendRequests(haproxy.port, 50);
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

TEST(Sources, Caddy) {
  const Nginx nginx;
  const Caddy caddy(nginx.port);
  const auto look = [&](const std::string& signal) {
    return Looked({.signal = signal, .kind = SourceKind::kCaddy, .query = "srv0"}, At(caddy.admin, "/metrics"));
  };
  auto rate = look("requests_per_second"), mean = look("latency"), p95 = look("latency.p95");
  for (auto* source : {&rate, &mean, &p95}) EXPECT_EQ(source->Figure(), std::nullopt);
  SendRequests(caddy.port, 50);
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

TEST(Sources, Prometheus) {
  const Nginx nginx;
  const Caddy caddy(nginx.port);
  const Prometheus prometheus(caddy.admin);
  SendRequests(caddy.port, 40);
  const auto query = [&](const std::string& text) {
    return Looked({.signal = "requests", .kind = SourceKind::kPrometheus, .query = text}, At(prometheus.port));
  };
  const std::string requests = R"(caddy_http_requests_total{handler="subroute"})";
  auto sum = query("sum(" + requests + ")");
  EXPECT_TRUE(sum.Becomes(41)) << "and the one that looked whether it is there";
  SendRequests(caddy.port, 9);
  EXPECT_TRUE(sum.Becomes(50));
  EXPECT_EQ(query("scalar(up)").Figure(), 1.0);
  EXPECT_EQ(query("vector(0) / 0").Figure(), std::nullopt);
  EXPECT_THAT(query("caddy_http_request_duration_seconds_bucket").Failure().message, HasSubstr("series"));
  EXPECT_THAT(query("absent_thing").Failure().message, HasSubstr("no result"));
  EXPECT_THAT(query("up[1m]").Failure().message, HasSubstr("matrix"));
  EXPECT_THAT(query("sum(").Failure().message, HasSubstr("parse error"));
}

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
