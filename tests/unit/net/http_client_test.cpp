#include "net/http_client.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/interruptible.h"
#include "support/tiny_server.h"

namespace docktor::net {
namespace {

using test::Answer;
using test::TinyServer;
using testing::HasSubstr;
using testing::Not;

TEST(HttpClient, SendsAndReads) {
  TinyServer server(
      [](const auto&, const auto& peer) { peer.Send(Answer(201, "made", "X-Kind: one\r\nx-kind: two\r\n")); });
  HttpClient client({.unix_socket = server.path()});
  const auto answer = client.Send({.method = "POST",
                                   .path = "/things?x=%20",
                                   .headers = {{"Content-Type", "text/x"}, {"X-Empty", ""}},
                                   .body = "thing"});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "made");
  EXPECT_EQ(answer->headers.at("x-kind"), "two");
  const auto request = server.requests().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/things?x=%20");
  EXPECT_EQ(request.body, "thing");
  EXPECT_THAT(request.head, HasSubstr("Content-Type: text/x\r\n"));
  EXPECT_THAT(request.head, HasSubstr("X-Empty:"));
}

TEST(HttpClient, SendsEveryMethodWithoutABody) {
  TinyServer server([](const auto& request, const auto& peer) {
    peer.Send(request.method == "HEAD" ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" : Answer(200, ""));
  });
  HttpClient client({.unix_socket = server.path()});
  for (const auto* method : {"GET", "HEAD", "POST", "PUT", "DELETE"}) {
    const auto answer = client.Send({.method = method, .path = "/x"});
    ASSERT_TRUE(answer) << method << ": " << answer.error().message;
    EXPECT_EQ(server.requests().back().method, method);
  }
  EXPECT_THAT(server.requests().at(2).head, HasSubstr("Content-Length: 0\r\n"));
}

TEST(HttpClient, SendsCredentialsAndKeepsThePasswordToItself) {
  TinyServer server([](const auto&, const auto& peer) { peer.Send(Answer(401, "")); });
  HttpClient client({.unix_socket = server.path()});
  ASSERT_TRUE(client.Send({.user = "ann", .password = "s3cret"}));
  EXPECT_THAT(server.requests().at(0).head, HasSubstr("Authorization: Basic YW5uOnMzY3JldA==\r\n"));
  ASSERT_TRUE(client.Send({}));
  EXPECT_THAT(server.requests().at(1).head, Not(HasSubstr("Authorization")));
  server.Stop();
  EXPECT_THAT(client.Send({.user = "ann", .password = "s3cret"}).error().message, Not(HasSubstr("s3cret")));
}

TEST(HttpClient, ConnectsToTheAddressAndAsksForTheHost) {
  TinyServer server([](const auto&, const auto& peer) { peer.Send(Answer(200, "ok")); }, TinyServer::Door::kPort);
  const auto host = "service.invalid:" + std::to_string(server.port());
  HttpClient client({.origin = "http://" + host, .address = "127.0.0.1"});
  const auto answer = client.Send({});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_THAT(server.requests().at(0).head, HasSubstr("Host: " + host));
}

TEST(HttpClient, KeepsItsConnection) {
  TinyServer server([](const auto&, const auto& peer) { peer.Send(Answer(200, "ok")); });
  HttpClient client({.unix_socket = server.path()});
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(client.Send({}));
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, AHeadThatBeginsWithAContinuedLineHarmsNobody) {
  std::atomic<int> asked = 0;
  TinyServer server([&](const auto&, const auto& peer) {
    peer.Send(++asked == 2 ? "HTTP/1.1 200 OK\r\n X-Kind: one\r\nContent-Length: 0\r\n\r\n"
                           : Answer(200, "ok", "X-Kind: one\r\n"));
  });
  HttpClient client({.unix_socket = server.path()});
  ASSERT_TRUE(client.Send({}));
  (void)client.Send({});
  EXPECT_TRUE(client.Send({}));
}

TEST(HttpClient, ConnectsAnewWhenTheServerCameBack) {
  TinyServer server([](const auto&, const auto& peer) { peer.Send(Answer(200, "ok")); });
  HttpClient client({.unix_socket = server.path()});
  ASSERT_TRUE(client.Send({}));
  server.Restart();
  const auto answer = client.Send({});
  EXPECT_TRUE(answer) << answer.error().message;
}

TEST(HttpClient, WhatMustHappenOnceIsNotSentAgainWhereAKeptConnectionCloses) {
  for (const bool once : {false, true}) {
    std::atomic<int> orders = 0;
    TinyServer server([&](const auto& request, const auto& peer) {
      if (request.method == "GET") return peer.Send(Answer(200, "ok"));
      if (++orders == 1) return peer.Close();  // without a word
      peer.Send(Answer(204, ""));
    });
    HttpClient client({.unix_socket = server.path()});
    ASSERT_TRUE(client.Send({}));
    EXPECT_EQ(client.Send({.method = "POST", .once = once}).has_value(), !once);
    EXPECT_EQ(orders, once ? 1 : 2);
  }
}

TEST(HttpClient, AnswersOfEveryStatusAreAnswers) {
  int status = 0;
  TinyServer server([&](const auto&, const auto& peer) { peer.Send(Answer(status, "words")); });
  HttpClient client({.unix_socket = server.path()});
  for (const int each : {200, 400, 404, 409, 500, 503}) {
    status = each;
    const auto answer = client.Send({});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, each);
    EXPECT_EQ(answer->body, "words");
  }
}

TEST(HttpClient, CallsOfSeveralThreadsRunSideBySide) {
  std::atomic<int> waiting{0};
  TinyServer server([&](const auto&, const auto& peer) {
    ++waiting;
    while (waiting < 4) std::this_thread::yield();  // an answer needs all four requests
    peer.Send(Answer(200, "ok"));
  });
  HttpClient client({.unix_socket = server.path()});
  std::atomic<int> answers{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { answers += client.Send({}).has_value() ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(answers, 4);
}

struct Trouble {
  const char* name;
  const char* said;  ///< then the connection closes; null: nothing is said, and it stays open
  Errc code;
  const char* words;
};
class HttpClientTroubleTest : public testing::TestWithParam<Trouble> {};
TEST_P(HttpClientTroubleTest, IsAnErrorInWords) {
  const auto& trouble = GetParam();
  TinyServer server([&](const auto&, const auto& peer) {
    if (trouble.said == nullptr) return peer.Hang();
    peer.Send(trouble.said);
    peer.Close();
  });
  HttpClient client({.unix_socket = server.path()});
  const auto answer = client.Send({.path = "/x?secret", .timeout = 100ms, .most_body = 10});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, trouble.code) << answer.error().message;
  EXPECT_THAT(answer.error().message, HasSubstr("GET /x at unix://" + server.path()));
  EXPECT_THAT(answer.error().message, HasSubstr(trouble.words));
}
INSTANTIATE_TEST_SUITE_P(
    Troubles, HttpClientTroubleTest,
    testing::Values(
        Trouble{"hangs", nullptr, Errc::kTimeout, "no answer within 100ms"},
        Trouble{"closes", "", Errc::kUnavailable, "Empty reply"},
        Trouble{"cut_head", "HTTP/1.1 200 OK\r\nContent-", Errc::kUnavailable, ""},
        Trouble{"cut_body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", Errc::kUnavailable, "transfer closed"},
        Trouble{"garbage", "\x01\x02 what?\r\n\r\n", Errc::kUnavailable, ""},
        Trouble{"too_large", "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n0123456789a", Errc::kUnavailable,
                "larger than 10 bytes"},
        Trouble{"bad_chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx", Errc::kUnavailable, ""}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(HttpClient, AnAnswerThatStopsHalfWayIsLate) {
  TinyServer server([](const auto&, const auto& peer) {
    peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc");
    peer.Hang();
  });
  HttpClient client({.unix_socket = server.path()});
  const auto answer = client.Send({.timeout = 50ms});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::kTimeout);
  EXPECT_THAT(answer.error().message, HasSubstr("did not end within 50ms"));
}

TEST(HttpClient, NobodyListens) {
  HttpClient nowhere({.unix_socket = "/nonexistent/docker.sock"});
  auto answer = nowhere.Send({});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::kUnavailable);
  EXPECT_THAT(answer.error().message, HasSubstr("No such file or directory"));

  TinyServer server([](const auto&, const auto& peer) { peer.Send(Answer(200, "")); });
  server.Stop();  // its socket stays, as after a crash
  HttpClient dead({.unix_socket = server.path()});
  answer = dead.Send({});
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("Connection refused"));

  HttpClient port({.origin = "http://127.0.0.1:1"});
  answer = port.Send({});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::kUnavailable);
}

TEST(HttpClient, RefusesToSmuggleLines) {
  HttpClient client({.unix_socket = "/nonexistent"});
  const auto answer = client.Send({.headers = {{"X", "a\r\nY: b"}}});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::kInvalidInput);
}

TEST(HttpClient, StreamsChunksAsTheyCome) {
  std::atomic<bool> first_arrived{false};
  TinyServer server([&](const auto&, const auto& peer) {
    peer.Send(test::EndlessHead() + "one");
    while (!first_arrived) std::this_thread::yield();  // no chunk is held back
    peer.Send("two");
    peer.Close();
  });
  HttpClient client({.unix_socket = server.path()});
  std::string read;
  int heads = 0;
  const auto end = client.Stream({}, {.on_head = [&](const HttpResponse& head) { heads += head.status == 200 ? 1 : 0; },
                                      .on_chunk =
                                          [&](std::string_view chunk) {
                                            read += chunk;
                                            first_arrived = true;
                                          }});
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(read, "onetwo");
  EXPECT_EQ(heads, 1);
  EXPECT_TRUE(end->body.empty());
}

TEST(HttpClient, AStreamEndsWhenItIsToldTo) {
  TinyServer server([](const auto&, const auto& peer) {
    peer.Send(test::EndlessHead());
    peer.Hang();
  });
  HttpClient client({.unix_socket = server.path()});
  bool open = false;
  const auto started = std::chrono::steady_clock::now();
  const auto end = client.Stream({.timeout = 50ms},
                                 {.on_head = [&](const auto&) { open = true; },
                                  .on_chunk = [](auto) {},
                                  .stop = [&] { return open && std::chrono::steady_clock::now() - started > 300ms; }});
  EXPECT_TRUE(end) << end.error().message;  // far later than its limit: that is for the head
  EXPECT_LT(std::chrono::steady_clock::now() - started, 5s);
}

TEST(HttpClient, AStreamThatIsRefusedSaysWhy) {
  TinyServer server([](const auto&, const auto& peer) { peer.Send(Answer(404, "no such thing")); });
  HttpClient client({.unix_socket = server.path()});
  std::string read;
  const auto end = client.Stream(
      {}, {.on_head = [](const auto&) { ADD_FAILURE(); }, .on_chunk = [&](std::string_view chunk) { read += chunk; }});
  ASSERT_TRUE(end);
  EXPECT_EQ(end->status, 404);
  EXPECT_EQ(end->body, "no such thing");
  EXPECT_TRUE(read.empty());
}

TEST(HttpClient, AnInterruptedThreadWaitsNoLonger) {
  std::atomic<bool> asked{false};
  TinyServer server([&](const auto&, const auto& peer) {
    asked = true;
    peer.Hang();
  });
  HttpClient client({.unix_socket = server.path()});
  const Interruptible outer([&] { return asked.load(); });
  const Interruptible inner([] { return false; });
  const auto started = std::chrono::steady_clock::now();
  const auto answer = client.Send({.timeout = 1min});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::kUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - started, 5s);
}

}  // namespace
}  // namespace docktor::net
