#include "serve/http_server.h"

#include <functional>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "net/http_client.h"
#include "net/line_splitter.h"
#include "operations/declare/error_json.h"
#include "unit/operations/world.h"
#include "unit/serve/raw_client.h"

namespace docktor::serve {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// Waits for what another thread does.
bool Eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 1000 && !holds(); ++i) std::this_thread::sleep_for(5ms);
  return holds();
}

constexpr std::size_t kOfTheFeed = 1;  // which listens always

class HttpServerTest : public testing::Test {
 protected:
  ServeLimits Limits() const { return {.request = 300ms, .answer = 300ms, .heartbeat = 50ms, .waiting_items = 50}; }
  void Open(ServeLimits limits) {
    auto opened = HttpServer::Open({.socket = socket, .limits = limits}, router);
    ASSERT_TRUE(opened) << opened.error().message;
    server = *std::move(opened);
  }
  void SetUp() override { Open(Limits()); }
  void TearDown() override { server.reset(); }

  net::HttpResponse Post(const std::string& id, const std::string& body = "", const std::string& actor = "") {
    net::HttpRequest request{.method = "POST", .path = "/api/v1/" + id, .body = body};
    if (!actor.empty()) request.headers.emplace_back("Docktor-Actor", actor);
    const auto response = client.Send(request);
    EXPECT_TRUE(response) << response.error().message;
    return response.value_or(net::HttpResponse{});
  }
  net::HttpResponse Get(const std::string& path) { return client.Send({.path = path}).value_or(net::HttpResponse{}); }
  static Error ErrorOf(const net::HttpResponse& response) {
    return operations::ErrorIn(ParseJson(response.body).value_or(nullptr))
        .value_or(Error{Errc::kInternal, "no error: " + response.body});
  }

  operations::World world;
  std::string socket = (world.folder.path / "shop.sock").string();
  Router router{world.context, operations::All()};
  std::unique_ptr<HttpServer> server;
  net::HttpClient client{{.unix_socket = socket}};
};

struct Asked {
  const char* id;
  const char* input;
  const char* answers;
};

TEST_F(HttpServerTest, EveryOperationAnswers) {
  auto patient = Limits();
  patient.answer = 20s;  // the database is slow to open on a busy machine
  server.reset();
  Open(patient);
  ASSERT_TRUE(world.journal->Append(Intent{operations::ActionOf(6)}));
  world.logs.Write({operations::kNow, "info", "a line"});
  world.context.settings_in_force = [] { return std::vector<operations::ServiceSettings>{}; };
  world.context.login_link = [](operations::Role) -> Result<std::string> { return "http://127.0.0.1:3000/login"; };
  const std::vector<Asked> all{
      {"status", "{}", "\"services\":[{"},
      {"health", "{}", R"("part":"engine","ok":true)"},
      {"services", "{}", "\"why_not\":["},
      {"metrics", R"({"service":"web","window":10})", "\"replica\":\"shop-web-1\""},
      {"why", R"({"service":"web"})", "\"lines\":["},
      {"history", R"({"service":"web"})", "\"points\":[]"},
      {"settings", "{}", "\"services\":[]"},
      {"forecast", R"({"service":"web"})", "\"steps\":[]"},
      {"scale", R"({"service":"web","replicas":4,"hold":60})", "\"ok\":true"},
      {"pause", R"({"service":"web"})", "\"ok\":true"},
      {"mode", R"({"service":"web","mode":"manual"})", "\"ok\":true"},
      {"lean", R"({"service":"web","way":"conservative"})", "\"ok\":true"},
      {"resume", R"({"service":"web"})", "\"ok\":true"},
      {"overrides", "{}", R"({"overrides":[)"},
      {"prompt", R"({"text":"at least 4 web"})", "\"understood\":\"docktor scale web 4 --at-least\""},
      {"proposals", "{}", "\"id\":\"d42\""},
      {"approve", R"({"id":"d42"})", "\"ok\":true"},
      {"reject", R"({"id":"d42"})", "\"ok\":true"},
      {"modify", R"({"id":"d42","replicas":3})", "\"ok\":true"},
      {"decisions_list", "{}", "\"id\":\"d6\""},
      {"decisions_show", R"({"decision":"d6"})", "\"sentence\""},
      {"decisions_verify", "{}", "\"ok\":true"},
      {"decisions_export", R"({"limit":5})", "\"action\":\"scale_up\""},
      {"decisions_stats", R"({"since":"7d"})", "\"outcomes\""},
      {"logs", "", "\"text\":\"a line\""},
      {"link", R"({"role":"viewer"})", "\"url\":\"http://127.0.0.1:3000/login"},
      {"stop", "", "\"pid\":4711"},
  };
  auto shop = operations::Shop();
  auto proposed = operations::HoldOf(42);
  proposed.verdict.count = 4;
  shop.services[2].proposal = Proposal{proposed, operations::kNow + 10min};
  std::set<std::string> asked{"events", "backtest"};  // one has no end, the other no load to play: see below
  EXPECT_EQ(ErrorOf(Post("backtest", R"({"service":"web"})")).code, Errc::kNotFound);
  for (const auto& [id, input, answers] : all) {
    world.pilots.Show(shop);
    const auto response = Post(id, input);
    EXPECT_EQ(response.status, 200) << id << response.body;
    EXPECT_THAT(response.body, HasSubstr(answers)) << id;
    asked.insert(id);
  }
  server.reset();  // it answers first and stops then: its threads have ended now
  EXPECT_EQ(world.stops, 1);
  EXPECT_EQ(asked.size(), operations::All().size());
}

TEST_F(HttpServerTest, WhatOnlyReadsCanBeGot) {
  EXPECT_THAT(Get("/api/v1/why?service=shop%2Fweb").body, HasSubstr("\"lines\""));
  EXPECT_EQ(Get("/api/v1/decisions_list?limit=2&actions=true").status, 200);
  EXPECT_EQ(Get("/api/v1/decisions_list?limit=many").status, 400);
  EXPECT_EQ(Get("/api/v1/why?service=%zz").status, 400);
  const auto scale = Get("/api/v1/scale?service=web&replicas=1");
  EXPECT_EQ(scale.status, 405);
  EXPECT_EQ(scale.headers.at("allow"), "POST");
}

TEST_F(HttpServerTest, TheServicesAreAsNewAsTheSnapshot) {
  for (const auto* image : {"shop/web:2", "shop/web:3"}) {
    auto shop = operations::Shop();
    shop.services[2].image = image;
    world.pilots.Show(shop);
    const auto got = Get("/api/v1/services");
    EXPECT_EQ(got.status, 200);
    EXPECT_THAT(got.body, HasSubstr(image));
    EXPECT_EQ(Get("/api/v1/services").body, got.body);
    EXPECT_EQ(Post("services").body, got.body);
  }
  EXPECT_EQ(Get("/api/v1/services?colour=red").status, 400);
}

TEST_F(HttpServerTest, WhatLiesReadyIsForThoseWhoMayAskIt) {
  server.reset();
  auto services = *operations::Find("services");
  services.callers = {Actor::kPerson};
  const std::vector<operations::Operation> all{services};
  const Router for_people{world.context, all};
  server = HttpServer::Open({.socket = socket, .limits = Limits()}, for_people).value();
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Get("/api/v1/services").status, 200);
    EXPECT_EQ(client.Send({.path = "/api/v1/services", .headers = {{"Docktor-Actor", "agent"}}})->status, 403);
  }
  server.reset();
}

TEST_F(HttpServerTest, TheCatalogueHasEveryOperationWithItsSchemas) {
  const auto catalogue = ParseJson(Get("/api/v1").body).value();
  ASSERT_EQ(catalogue.at("operations").as_array().size(), operations::All().size());
  for (const auto& operation : catalogue.at("operations").as_array()) {
    EXPECT_EQ(operation.at("input").at("type"), json::value("object"));
    EXPECT_TRUE(operation.at("output").is_object());
  }
}

TEST_F(HttpServerTest, SaysWhoAsks) {
  const auto person = ParseJson(Get("/api/v1/session").body).value().as_object();
  EXPECT_EQ(person.at("actor"), "person");
  EXPECT_EQ(person.at("role"), "admin");
  const auto& least = person.at("least_roles").as_object();
  EXPECT_EQ(least.at("approve"), "approver");
  EXPECT_EQ(least.at("pause"), "admin");
  EXPECT_FALSE(least.contains("status")) << "it changes nothing";
  const auto agent = client.Send({.path = "/api/v1/session", .headers = {{"Docktor-Actor", "agent"}}});
  EXPECT_EQ(agent.value().body, "{\"actor\":\"agent\"}\n");
}

TEST_F(HttpServerTest, SaysWhetherItLivesAndIsReady) {
  EXPECT_EQ(Get("/healthz").status, 200);
  EXPECT_EQ(Get("/readyz").status, 200);
  auto snapshot = operations::Shop();
  snapshot.journal_error = "no space left";
  world.pilots.Show(snapshot);
  EXPECT_EQ(Get("/readyz").status, 200) << "it acts all the same";
  EXPECT_THAT(Get("/readyz").body, HasSubstr("no space left"));
  EXPECT_THAT(Get("/readyz").body, testing::Not(HasSubstr("journal_loss")));
  world.context.journal_loss = [] { return std::optional<std::string>("3 records"); };
  EXPECT_EQ(Get("/readyz").status, 200);
  EXPECT_THAT(Get("/readyz").body, HasSubstr(R"("journal_loss":"3 records")"));
  snapshot.engine_lost = "gone";
  world.pilots.Show(snapshot);
  EXPECT_EQ(Get("/readyz").status, 503);
  world.pilots.Show({});
  EXPECT_EQ(Get("/readyz").status, 503);
  EXPECT_EQ(Get("/healthz").status, 200);
}

TEST_F(HttpServerTest, ErrorsHaveTheStatusThatSaysTheSame) {
  EXPECT_EQ(Post("scale", "{}").status, 400);
  EXPECT_EQ(Post("scale", "{").status, 400);
  EXPECT_EQ(Post("scale", "[]").status, 400);
  EXPECT_EQ(Post("scale", R"({"service":"wbe","replicas":1})").status, 404);
  EXPECT_EQ(Post("scale", R"({"service":"api","replicas":1})").status, 403);
  EXPECT_EQ(Post("scale", R"({"service":"api","replicas":1,"once":true})", "agent").status, 403);
  EXPECT_EQ(Post("scale", R"({"service":"api","replicas":1,"once":true})", "king").status, 400);
  EXPECT_EQ(Post("logs", R"({"lines":-1})").status, 400) << "an error before the first item of a stream";
  world.pilots.fail_next = Error{Errc::kConflict, "busy"};
  EXPECT_EQ(Post("pause", R"({"service":"web"})").status, 409);
  const auto unknown = Post("staus");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(ErrorOf(unknown).hint, "did you mean 'status'?");
  EXPECT_EQ(Get("/etc/passwd.txt").status, 404);
}

TEST_F(HttpServerTest, ACommandThatNobodyAnswersIsNotWaitedForForEver) {
  world.pilots.hold_commands = true;
  EXPECT_EQ(ErrorOf(Post("pause", R"({"service":"web"})")).code, Errc::kTimeout);
  world.pilots.ReleaseHeld();  // nobody listens any more
  world.pilots.drop_commands = true;
  EXPECT_EQ(ErrorOf(Post("pause", R"({"service":"web"})")).code, Errc::kUnavailable);
}

TEST_F(HttpServerTest, StreamsItemsAsTheyCome) {
  std::vector<std::string> seen;
  net::LineSplitter lines([&](std::string_view line) { seen.emplace_back(line); });
  std::thread publisher([this] {
    ASSERT_TRUE(Eventually([this] { return world.pilots.subscribers() == kOfTheFeed + 1; }));
    world.pilots.Publish(operations::HoldOf(8));
    world.pilots.Publish(operations::ActionOf(9));
  });
  const auto response = client.Stream(
      {.path = "/api/v1/events?service=web"},
      {.on_chunk = [&](std::string_view chunk) { lines.Feed(chunk); }, .stop = [&] { return seen.size() == 2; }});
  publisher.join();
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->headers.at("content-type"), "application/x-ndjson");
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_THAT(seen[1], HasSubstr("\"id\":\"d9\""));
  EXPECT_TRUE(Eventually([this] { return world.pilots.subscribers() == kOfTheFeed; })) << "the client has gone";
}

TEST_F(HttpServerTest, WatchesAStatus) {
  RawClient watcher(socket);
  watcher.Say("GET /api/v1/status?watch=true HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(watcher.Hear("\"services\""), HasSubstr("application/x-ndjson"));
  ASSERT_TRUE(Eventually([this] { return world.ticker.watchers() == kOfTheFeed + 1; }));
  world.ticker.Tick();
  EXPECT_THAT(watcher.Hear("\"services\""), HasSubstr("\"services\""));
  watcher.Leave();
  EXPECT_TRUE(Eventually([this] { return world.ticker.watchers() == kOfTheFeed; }));
}

TEST_F(HttpServerTest, SpeaksEventStreamsToo) {
  RawClient browser(socket);
  browser.Say("GET /api/v1/events?service=web HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n");
  EXPECT_THAT(browser.Hear(": still here"), HasSubstr("text/event-stream"));
  ASSERT_TRUE(Eventually([this] { return world.pilots.subscribers() == kOfTheFeed + 1; }));
  world.pilots.Publish(operations::HoldOf(8));
  EXPECT_THAT(browser.Hear("data: {"), HasSubstr("event: decision\ndata: {"));
}

TEST_F(HttpServerTest, AClientThatDoesNotReadIsCut) {
  RawClient lazy(socket);
  lazy.Say("GET /api/v1/logs?follow=true&lines=0 HTTP/1.1\r\nHost: x\r\n\r\n");
  lazy.Hear("\r\n\r\n");
  const std::string much(64 * 1024, 'x');
  for (int i = 0; i < 200; ++i) world.logs.Write({operations::kNow, "info", much});
  EXPECT_THAT(lazy.Hear(), HasSubstr("reads too slowly"));
}

TEST_F(HttpServerTest, ConnectionsAreKept) {
  RawClient raw(socket);
  for (int i = 0; i < 3; ++i) {
    raw.Say("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(raw.Hear("}\n"), StartsWith("HTTP/1.1 200"));
  }
  raw.Say("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto both = raw.Hear();
  EXPECT_NE(both.find("HTTP/1.1 200"), both.rfind("HTTP/1.1 200")) << "two requests in one packet";
}

TEST_F(HttpServerTest, ABodyInAnUnknownCodingIsNoSecondRequest) {
  RawClient raw(socket);
  raw.Say(
      "POST /api/v1/status HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n"
      "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto heard = raw.Hear();
  EXPECT_THAT(heard, StartsWith("HTTP/1.1 501"));
  EXPECT_EQ(heard.find("HTTP/1.1 200"), std::string::npos);
}

TEST_F(HttpServerTest, WhoAsksForTheHeadGetsThatAlone) {
  RawClient raw(socket);
  raw.Say(
      "HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\nHEAD /api/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const auto heard = raw.Hear();
  EXPECT_THAT(heard, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(heard, HasSubstr("\r\n\r\nHTTP/1.1 405"));
  EXPECT_EQ(heard.find('{'), std::string::npos);
}

struct Bad {
  const char* name;
  std::string says;
  const char* answer;
};
class BadCompanyTest : public HttpServerTest, public testing::WithParamInterface<Bad> {};
TEST_P(BadCompanyTest, IsAnsweredAndShownOut) {
  RawClient raw(socket);
  raw.Say(GetParam().says);
  const auto heard = raw.Hear();
  EXPECT_THAT(heard, StartsWith(GetParam().answer));
  EXPECT_THAT(heard, Not(HasSubstr("[nothing more]"))) << "the connection stays open";
  EXPECT_EQ(Get("/healthz").status, 200) << "others are not harmed";
}
INSTANTIATE_TEST_SUITE_P(
    HttpServer, BadCompanyTest,
    testing::Values(
        Bad{"no_http", "hello there\r\n\r\n", "HTTP/1.1 400"}, Bad{"no_version", "GET /\r\n\r\n", "HTTP/1.1 400"},
        Bad{"binary", std::string("\x16\x03\x01\x02\x00\x01", 6), "HTTP/1.1 400"},
        Bad{"large_body",
            "POST /api/v1/scale HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n" + std::string(2'000'000, ' '),
            "HTTP/1.1 413"},
        Bad{"said_large_body", "POST /api/v1/scale HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
            "HTTP/1.1 413"},
        Bad{"large_chunks",
            "POST /api/v1/scale HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n200000\r\n" +
                std::string(0x200000, ' '),
            "HTTP/1.1 413"},
        Bad{"large_head", "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(100'000, 'x') + "\r\n\r\n", "HTTP/1.1 431"},
        Bad{"never_finishes_head", "GET / HTTP/1.1\r\nHos", ""},
        Bad{"never_sends_body", "POST /api/v1/scale HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{", ""},
        Bad{"wrong_method", "DELETE /api/v1/status HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 405"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(HttpServerTest, AnswersWhoeverWaitsToBeAskedForTheBody) {
  RawClient raw(socket);
  raw.Say("POST /api/v1/status HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(raw.Hear("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  raw.Say("{}");
  EXPECT_THAT(raw.Hear("\r\n\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, TakesSoManyConnectionsAndNoMore) {
  server.reset();
  auto limits = Limits();
  limits.connections = 2;
  Open(limits);
  RawClient one(socket), two(socket);
  for (auto* follower : {&one, &two}) {
    follower->Say("GET /api/v1/logs?follow=true HTTP/1.1\r\nHost: x\r\n\r\n");
    follower->Hear("\r\n\r\n");
  }
  RawClient three(socket);
  EXPECT_EQ(three.Hear(), "");
  one.Leave();
  EXPECT_TRUE(Eventually([&] {
    RawClient four(socket);
    four.Say("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return four.Hear().starts_with("HTTP/1.1 200");
  }));
}

TEST_F(HttpServerTest, WhoeverIsWaitedForLongestGivesWay) {
  server.reset();
  auto limits = Limits();
  limits.request = limits.idle;
  limits.connections = 2;
  Open(limits);
  RawClient slow(socket), quick(socket), third(socket);
  slow.Say("GET /healthz HTTP/1.1\r\nHos");
  for (auto* client_of : {&quick, &third, &quick}) {
    client_of->Say("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(client_of->Hear("}\n"), StartsWith("HTTP/1.1 200"));
  }
  EXPECT_EQ(slow.Hear(), "");
}

TEST_F(HttpServerTest, TheEndLetsStreamsEndAndRemovesTheSocket) {
  RawClient follower(socket), idle(socket);
  follower.Say("GET /api/v1/logs?follow=true HTTP/1.1\r\nHost: x\r\n\r\n");
  follower.Hear("\r\n\r\n");
  const auto before = std::chrono::steady_clock::now();
  server.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1500ms) << "patience was not needed";
  EXPECT_THAT(follower.Hear(), HasSubstr("the daemon is ending"));
  EXPECT_EQ(idle.Hear(), "");
  EXPECT_FALSE(std::filesystem::exists(socket));
}

TEST_F(HttpServerTest, TheSocketIsForTheOwnerOnly) {
  struct stat found {};
  ASSERT_EQ(stat(socket.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

}  // namespace
}  // namespace docktor::serve
