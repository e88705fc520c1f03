/// Figures from real servers drive a service up, all the way: read by the daemon, judged, copied.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/demo_services.h"
#include "support/servers.h"
#include "support/watched_project.h"

namespace docktor {
namespace {

using test::Within;

/// A service that takes no CPU to speak of, steered by one signal.
std::string Worker(const std::string& target, const std::string& source) {
  return test::Services(test::Web("web", fmt::format(R"(
    deploy: {{ resources: {{ limits: {{ memory: 64M }} }} }}
    x-docktor:
      min: 1
      max: 4
      interval: 1s
      targets: {{ {} }}
      sources: {{ {} }})",
                                                     target, source)));
}

/// The replicas go up from one, and `why` names the signal.
void ExpectDriven(const std::string& compose_file, const std::string& signal, const std::function<void()>& work,
                  const std::string& variables = "") {
  test::WatchedProject project(compose_file);
  project.compose.Compose("up -d");
  const auto started = project.docktor.Run("daemon start", variables);
  ASSERT_EQ(started.exit_code, 0) << started;
  ASSERT_TRUE(test::Stays(2s, [&] { return project.Runs("web", 1); })) << "before there is work";
  work();
  EXPECT_TRUE(Within(30s, [&] { return project.Running("web") >= 3; })) << project.docktor.Run("why web").out;
  const auto intents = project.Intents();
  ASSERT_FALSE(intents.empty());
  EXPECT_EQ(intents.front().recommendation.evidence.subject, signal);
  EXPECT_THAT(project.docktor.Run("decisions show " + intents.front().id.Text()).out, testing::HasSubstr(signal));
  const auto log = test::ContentOf(project.docktor.log());
  for (const auto* secret : {"s3cret", "guest@", "=guest"}) EXPECT_THAT(log, testing::Not(testing::HasSubstr(secret)));
}

/// Requests one after another until it goes out of scope.
class Requests {
 public:
  explicit Requests(int port)
      : thread_([this, port] {
          net::HttpClient client({.origin = test::At(port)});
          while (!stopping_) {
            client.Send({.path = "/"});
            std::this_thread::sleep_for(20ms);
          }
        }) {}
  ~Requests() {
    stopping_ = true;
    thread_.join();
  }

 private:
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

TEST(Signals, RequestsThatNginxCounts) {
  const test::Nginx nginx;
  std::unique_ptr<Requests> requests;
  ExpectDriven(Worker("requests_per_second: 10", fmt::format(R"(requests_per_second: {{ nginx: "{}", interval: 1s }})",
                                                             test::At(nginx.port, "/status"))),
               "requests_per_second", [&] { requests = std::make_unique<Requests>(nginx.port); });
}

TEST(Signals, AQueryThatPrometheusAnswers) {
  const test::Nginx nginx;
  const test::Caddy caddy(nginx.port);
  const test::Prometheus prometheus(caddy.admin);
  std::unique_ptr<Requests> requests;
  const auto* query = R"(sum(rate(caddy_http_requests_total{handler=\"subroute\"}[5s])))";
  ExpectDriven(Worker("load: 10", fmt::format(R"(load: {{ prometheus: "{}", query: "{}", interval: 1s }})",
                                              test::At(prometheus.port), query)),
               "load", [&] { requests = std::make_unique<Requests>(caddy.port); });
}

TEST(Signals, JobsThatWaitInRedis) {
  const test::Redis redis;
  ExpectDriven(
      Worker("queue.length: 100",
             fmt::format(R"(queue.length: {{ redis: "{}", query: jobs, password_env: QUEUE_PASSWORD, interval: 1s }})",
                         redis.Url())),
      "queue.length", [&] { redis.Cli("EVAL \"for i=1,350 do redis.call('RPUSH','jobs',i) end\" 0"); },
      "QUEUE_PASSWORD=s3cret");
}

TEST(Signals, MessagesThatWaitInRabbitmq) {
  const test::Rabbitmq rabbitmq;
  ASSERT_EQ(rabbitmq.Api("PUT", "queues/%2F/jobs", "{}"), 201);
  ExpectDriven(
      Worker(
          "queue.length: 10",
          fmt::format(
              R"(queue.length: {{ rabbitmq: "http://guest@127.0.0.1:{}", query: jobs, password_env: QUEUE_PASSWORD, interval: 1s }})",
              rabbitmq.management)),
      "queue.length",
      [&] {
        for (int i = 0; i < 35; ++i)
          ASSERT_EQ(rabbitmq.Api("POST", "exchanges/%2F/amq.default/publish",
                                 R"({"properties":{},"routing_key":"jobs","payload":"x","payload_encoding":"string"})"),
                    200);
      },
      "QUEUE_PASSWORD=guest");
}

TEST(Signals, MessagesThatWaitInNats) {
  const test::Nats nats;
  nats.Publish({{"$JS.API.STREAM.CREATE.ORDERS", R"({"name":"ORDERS","subjects":["orders.>"],"storage":"memory"})"}});
  ExpectDriven(Worker("queue.length: 10", fmt::format(R"(queue.length: {{ nats: "{}", query: ORDERS, interval: 1s }})",
                                                      test::At(nats.monitor))),
               "queue.length", [&] {
                 nats.Publish(std::vector<std::pair<std::string, std::string>>(35, {"orders.a", "x"}));
               });
}

}  // namespace
}  // namespace docktor
