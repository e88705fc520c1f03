#include <future>
#include <limits>
#include <thread>

#include <gmock/gmock.h>

#include "net/http_client.h"
#include "operations/list.h"
#include "serve/http_server.h"
#include "serve/live/feed.h"
#include "unit/operations/world.h"
#include "unit/serve/raw_client.h"

namespace docktor::serve {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class FeedTest : public testing::Test {
 protected:
  void Happen(std::uint64_t id) { world.pilots.Publish(operations::ActionOf(id)); }
  void Change(const std::string& image) {
    auto shop = operations::Shop();
    shop.services[2].image = image;
    world.pilots.Show(shop);
  }
  operations::World world;
  std::atomic<int> told{0};
  Feed feed{world.context, [this] { ++told; }};
};

TEST_F(FeedTest, BeginsWithASnapshotAndGoesOnWithWhatHappens) {
  Happen(1);
  const auto following = feed.Follow();
  const auto begin = feed.After(std::nullopt);
  ASSERT_THAT(begin.messages, SizeIs(1)) << "what was before is no news";
  EXPECT_THAT(*begin.messages[0].text,
              AllOf(HasSubstr(R"("type":"snapshot")"), HasSubstr(R"("why_not":[)"), HasSubstr(R"("status":{)")));
  EXPECT_THAT(feed.After(begin.next).messages, SizeIs(0));
  told = 0;
  Happen(2);
  EXPECT_EQ(told, 1);
  const auto after = feed.After(begin.next);
  ASSERT_THAT(after.messages, SizeIs(1));
  EXPECT_THAT(*after.messages[0].text,
              AllOf(StartsWith(R"({"type":"event","event":{"kind":"decision")"), HasSubstr("d2")));
  EXPECT_EQ(after.next, after.messages[0].number);
}

TEST_F(FeedTest, ASnapshotComesOnceASecondWhereSomethingHasChanged) {
  const auto following = feed.Follow();
  const auto begin = feed.After(std::nullopt);
  world.ticker.Tick();
  EXPECT_THAT(feed.After(begin.next).messages, SizeIs(0)) << "nothing has changed";
  Change("shop/web:2");
  EXPECT_THAT(feed.After(begin.next).messages, SizeIs(0)) << "not before the second is over";
  world.ticker.Tick();
  ASSERT_THAT(feed.After(begin.next).messages, SizeIs(1));
  EXPECT_THAT(*feed.After(begin.next).messages[0].text, HasSubstr("shop/web:2"));
}

TEST_F(FeedTest, WithoutFollowersNobodyLooks) {
  auto following = feed.Follow();
  const auto begin = feed.After(std::nullopt);
  following.reset();
  Change("shop/web:2");
  world.ticker.Tick();
  EXPECT_EQ(feed.After(begin.next).next, begin.next);
}

TEST_F(FeedTest, WhoIsSlowGetsTheNewestSnapshotAndTheLastEvents) {
  const auto following = feed.Follow();
  const auto begin = feed.After(std::nullopt);
  for (int i = 0; i < 5; ++i) {
    Change("shop/web:" + std::to_string(i));
    world.ticker.Tick();
  }
  for (std::size_t i = 0; i < Feed::kKept + 50; ++i) Happen(1000 + i);
  const auto late = feed.After(begin.next);
  ASSERT_THAT(late.messages, SizeIs(Feed::kKept + 1));
  EXPECT_THAT(*late.messages.front().text, HasSubstr("shop/web:4"));
  EXPECT_THAT(*late.messages.back().text, HasSubstr("d" + std::to_string(1000 + Feed::kKept + 49)));
}

TEST_F(FeedTest, BeforeAnythingWasSeenANumberOfTheFutureIsAnsweredWithASnapshot) {
  const auto batch = feed.After(std::numeric_limits<std::uint64_t>::max());
  ASSERT_THAT(batch.messages, SizeIs(1));
  ASSERT_TRUE(batch.messages[0].text);
  EXPECT_THAT(*batch.messages[0].text, HasSubstr("snapshot"));
}

TEST_F(FeedTest, AllWhoComeTogetherGetASnapshotOfNow) {
  const auto one = feed.Follow(), another = feed.Follow();
  ASSERT_TRUE(feed.After(std::nullopt).messages.at(0).text);
  Change("shop/web:2");
  world.clock.now += 2s;
  EXPECT_THAT(*feed.After(std::nullopt).messages.at(0).text, HasSubstr("shop/web:2"));
}

TEST_F(FeedTest, ANumberOfAnotherDaemonBeginsAnew) {
  const auto next = feed.After(std::nullopt).next;
  for (const auto number : {std::uint64_t{1}, next - 1'000'000, next + 1'000'000}) {
    const auto batch = feed.After(number);
    ASSERT_THAT(batch.messages, SizeIs(1)) << number;
    EXPECT_THAT(*batch.messages[0].text, HasSubstr("snapshot"));
    EXPECT_EQ(batch.next, next);
  }
}

/// A server's text frame begins with 0x81, its farewell with 0x88.
constexpr auto kText = "\x81", kFarewell = "\x88";

class LiveTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = HttpServer::Open(
        {.socket = socket, .limits = {.request = 5s, .write = 300ms, .answer = 5s, .heartbeat = 5s}}, router);
    ASSERT_TRUE(opened) << opened.error().message;
    server = *std::move(opened);
  }
  json::value Poll(const std::string& query) {
    const auto answer = client.Send({.path = "/api/v1/events?" + query});
    EXPECT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200) << answer->body;
    return ParseJson(answer->body).value_or(nullptr);
  }
  static std::string Number(const json::value& value) { return WriteJson(value); }
  /// Opens a WebSocket and waits for the first snapshot.
  std::string Open(RawClient& browser) const {
    browser.Say(
        "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    return browser.Hear(R"("type":"snapshot")");
  }

  operations::World world;
  std::string socket = (world.folder.path / "shop.sock").string();
  Router router{world.context, operations::All()};
  std::unique_ptr<HttpServer> server;
  net::HttpClient client{{.unix_socket = socket}};
};

TEST_F(LiveTest, APollBeginsWithASnapshotAndWaitsForWhatHappens) {
  const auto begin = Poll("since=0");
  EXPECT_EQ(begin.at("messages").as_array().size(), 1U);
  EXPECT_EQ(begin.at("messages").at(0).at("type"), "snapshot");
  EXPECT_EQ(begin.at("messages").at(0).at("services").as_array().size(), 3U);
  const auto nothing = Poll("since=" + Number(begin.at("next")) + "&wait=10ms");
  EXPECT_EQ(nothing.at("messages").as_array().size(), 0U);
  auto waiting = std::async([&] { return Poll("since=" + Number(begin.at("next")) + "&wait=20s"); });
  world.pilots.Publish(operations::ActionOf(9));
  const auto event = waiting.get();
  ASSERT_EQ(event.at("messages").as_array().size(), 1U);
  EXPECT_EQ(event.at("messages").at(0).at("event").at("decision").at("id"), "d9");
}

TEST_F(LiveTest, APollSaysWhatItDoesNotUnderstand) {
  for (const auto* query : {"since=x", "since=-1", "wait=soon", "since=1&colour=red", "since=%zz"})
    EXPECT_EQ(client.Send({.path = std::string("/api/v1/events?") + query})->status, 400) << query;
}

TEST_F(LiveTest, ServerSentEventsGoOnWhereTheyWere) {
  RawClient browser(socket);
  browser.Say("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n");
  const auto begin = browser.Hear("\"type\":\"snapshot\"");
  EXPECT_THAT(begin, HasSubstr("Content-Type: text/event-stream"));
  const auto id = begin.substr(begin.find("id: ") + 4, 16);
  world.pilots.Publish(operations::ActionOf(9));
  EXPECT_THAT(browser.Hear("\"type\":\"event\""), Not(HasSubstr("[nothing more]")));
  RawClient again(socket);
  again.Say("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nLast-Event-ID: " + id + "\r\n\r\n");
  EXPECT_THAT(again.Hear("\"type\":\"event\""), Not(HasSubstr("snapshot"))) << "it has that";
}

TEST_F(LiveTest, AWebSocketTellsWhatHappensAtOnce) {
  RawClient browser(socket);
  EXPECT_THAT(Open(browser), AllOf(StartsWith("HTTP/1.1 101 "), HasSubstr(kText)));
  world.pilots.Publish(operations::ActionOf(9));
  EXPECT_THAT(browser.Hear(R"("type":"event")"), Not(HasSubstr("[nothing more]")));
  auto shop = operations::Shop();
  shop.services[2].image = "shop/web:2";
  world.pilots.Show(shop);
  world.ticker.Tick();
  EXPECT_THAT(browser.Hear("shop/web:2"), Not(HasSubstr("[nothing more]")));
}

TEST_F(LiveTest, ManyWebSocketsAreAllTold) {
  std::vector<std::unique_ptr<RawClient>> browsers;
  for (int i = 0; i < 30; ++i) Open(*browsers.emplace_back(std::make_unique<RawClient>(socket)));
  for (const std::uint64_t id : {9, 10}) {
    world.pilots.Publish(operations::ActionOf(id));
    for (auto& browser : browsers)
      EXPECT_THAT(browser->Hear("\"d" + std::to_string(id) + "\""), Not(HasSubstr("[nothing more]")));
  }
}

TEST_F(LiveTest, WhoSaysFarewellIsLetGo) {
  RawClient browser(socket);
  Open(browser);
  browser.Say(std::string("\x88\x80\x01\x02\x03\x04", 6));
  EXPECT_THAT(browser.Hear(), AllOf(HasSubstr(kFarewell), Not(HasSubstr("[nothing more]"))));
}

TEST_F(LiveTest, WhatIsNoHandshakeIsRefused) {
  RawClient browser(socket);
  browser.Say("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  EXPECT_THAT(browser.Hear(), StartsWith("HTTP/1.1 400 "));
}

TEST_F(LiveTest, WhoDoesNotReadIsCutAndHoldsNobodyUp) {
  RawClient slow(socket), quick(socket);
  Open(slow);
  Open(quick);
  for (std::uint64_t id = 1; id <= 1000; ++id) {
    world.pilots.Publish(operations::ActionOf(id));
    ASSERT_THAT(quick.Hear("\"d" + std::to_string(id) + "\""), Not(HasSubstr("[nothing more]"))) << id;
  }
  EXPECT_TRUE(slow.IsCut());
}

TEST_F(LiveTest, TheEndOfTheServerIsToldToWhoFollows) {
  RawClient browser(socket), reader(socket);
  Open(browser);
  reader.Say("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n");
  reader.Hear("snapshot");
  auto ending = std::async([&] { server.reset(); });
  EXPECT_THAT(browser.Hear(kFarewell), HasSubstr(kFarewell));
  browser.Leave();
  EXPECT_THAT(reader.Hear(), EndsWith("0\r\n\r\n"));
  ending.get();
}

}  // namespace
}  // namespace docktor::serve
