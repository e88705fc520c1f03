/// The server over TCP, as it stands between a network and the daemon: with and without TLS.
#include <future>

#include <gmock/gmock.h>

#include "net/http_client.h"
#include "operations/list.h"
#include "serve/http_server.h"
#include "support/made_certificates.h"
#include "support/within.h"
#include "unit/operations/world.h"
#include "unit/serve/tcp_client.h"

namespace docktor::serve {
namespace {

using operations::Role;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using By = TcpClient::By;

/// The code with which a WebSocket is closed whose login has ended: 4401.
const std::string kLoginEnded = "\x11\x31";

class TcpDoorTest : public testing::Test {
 protected:
  void Open(Entrance entrance = {}) {
    auto listener = TcpListener::Open({.port = 0});
    ASSERT_TRUE(listener) << listener.error().message;
    port = listener->port();
    const ServeLimits limits{.request = 1s, .write = 2s, .answer = 5s, .heartbeat = 5s, .wrong_token = 1ms};
    auto opened = HttpServer::Open(
        {.socket = (world.folder.path / "socket").string(), .limits = limits}, router,
        HttpServer::Tcp{
            *std::move(listener), {.program = "secret", .persons = {{Role::kAdmin, "ruling"}}}, std::move(entrance)});
    ASSERT_TRUE(opened) << opened.error().message;
    server = *std::move(opened);
  }
  std::string Head(const std::string& method, const std::string& target, const std::string& more = "") const {
    return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n" + more + "\r\n";
  }
  std::string Origin() const { return scheme + "://127.0.0.1:" + std::to_string(port); }
  std::string Ask(const std::string& text) const {
    TcpClient client(port, by);
    client.Say(text);
    return client.Hear();
  }
  /// The header by which a browser shows that it has logged in, and from where it asks.
  std::string LoggedIn() const {
    const auto answer = Ask(Head("GET", "/login?token=ruling", "Connection: close\r\n"));
    const auto begin = answer.find("Set-Cookie: ") + 12;
    return "Cookie: " + answer.substr(begin, answer.find(';', begin) - begin) + "\r\nOrigin: " + Origin() + "\r\n";
  }
  void LogOut(const std::string& login) const {
    EXPECT_THAT(Ask(Head("POST", "/logout", login + "Connection: close\r\n")), StartsWith("HTTP/1.1 200"));
  }
  std::string SocketHead(const std::string& login) const {
    return Head("GET", "/api/v1/events",
                login +
                    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
  }

  operations::World world;
  Router router{world.context, operations::All()};
  std::unique_ptr<HttpServer> server;
  unsigned short port = 0;
  By by = By::kPlain;
  std::string scheme = "http";
};

TEST_F(TcpDoorTest, TheTokenIsAskedForBeforeTheBody) {
  Open();
  TcpClient stranger(port);
  stranger.Say(Head("POST", "/api/v1/scale", "Content-Length: 100000\r\nExpect: 100-continue\r\n"));
  const auto heard = stranger.Hear();
  EXPECT_THAT(heard, AllOf(StartsWith("HTTP/1.1 401"), HasSubstr("Connection: close"), Not(HasSubstr(" 100 "))));
  EXPECT_THAT(heard, Not(HasSubstr("[nothing more]"))) << "the connection stays open";
  EXPECT_THAT(Ask(Head("POST", "/login", "Content-Length: 5000\r\n")), StartsWith("HTTP/1.1 413"));
  TcpClient known(port);
  known.Say(
      Head("POST", "/api/v1/status", "Authorization: Bearer secret\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"));
  EXPECT_THAT(known.Hear("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  known.Say("{}");
  EXPECT_THAT(known.Hear("\r\n\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST_F(TcpDoorTest, WhoIsRefusedWithoutABodyMayAskAgain) {
  Open();
  TcpClient client(port);
  client.Say(Head("GET", "/api/v1/status"));
  EXPECT_THAT(client.Hear("}\n"), StartsWith("HTTP/1.1 401"));
  client.Say(Head("GET", "/api/v1/session", "Authorization: Bearer ruling\r\n"));
  EXPECT_THAT(client.Hear("}\n"), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("admin")));
}

TEST_F(TcpDoorTest, TheDocumentNamesTheCookieOfThisPort) {
  Open();
  const auto document =
      Ask(Head("GET", "/api/v1/openapi.json", "Authorization: Bearer secret\r\nConnection: close\r\n"));
  EXPECT_THAT(document, AllOf(HasSubstr(R"("in":"cookie","name":"docktor-)" + std::to_string(port) + "\""),
                              HasSubstr(R"("security":[{"token":[]},{"login":[]},{}])")));
}

/// Over what is plain, and over what is encrypted.
class StreamsTest : public TcpDoorTest, public testing::WithParamInterface<By> {
 protected:
  void SetUp() override {
    by = GetParam();
    if (by == By::kPlain) return Open();
    scheme = "https";
    test::MadeAuthority().WritePair(world.folder.path, "127.0.0.1");
    Open({.tls = Tls::Read(world.folder.path / "cert.pem", world.folder.path / "key.pem").value()});
  }
};
INSTANTIATE_TEST_SUITE_P(TcpDoor, StreamsTest, testing::Values(By::kPlain, By::kTls),
                         [](const auto& row) { return std::string(row.param == By::kTls ? "tls" : "plain"); });

TEST_P(StreamsTest, WhatIsFollowedEndsWithItsLogin) {
  const auto login = LoggedIn(), another = LoggedIn();
  TcpClient socket(port, by), others(port, by), events(port, by), poll(port, by), logs(port, by);
  socket.Say(SocketHead(login));
  EXPECT_THAT(socket.Hear(R"("type":"snapshot")"), StartsWith("HTTP/1.1 101"));
  others.Say(SocketHead(another));
  others.Hear(R"("type":"snapshot")");
  events.Say(Head("GET", "/api/v1/events", login + "Accept: text/event-stream\r\n"));
  EXPECT_THAT(events.Hear(R"("type":"snapshot")"), StartsWith("HTTP/1.1 200"));
  poll.Say(Head("GET", "/api/v1/events?since=0", login));
  const auto begin = poll.Hear("]}\n");
  const auto next = begin.substr(begin.find("\"next\":") + 7, 16);
  poll.Say(Head("GET", "/api/v1/events?wait=30s&since=" + next, login));
  logs.Say(Head("GET", "/api/v1/logs?follow=true", login));
  EXPECT_THAT(logs.Hear("\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  LogOut(login);
  EXPECT_THAT(socket.Hear("ended"), HasSubstr(kLoginEnded + "this login has ended"));
  EXPECT_THAT(events.Hear(), EndsWith("0\r\n\r\n"));
  EXPECT_THAT(poll.Hear("}\n"), AllOf(StartsWith("HTTP/1.1 401"), HasSubstr("this login has ended")));
  EXPECT_THAT(logs.Hear(), HasSubstr("this login has ended"));
  world.pilots.Publish(operations::ActionOf(9));
  EXPECT_THAT(others.Hear(R"("type":"event")"), Not(HasSubstr("[nothing more]"))) << "that of another goes on";
}

TEST_P(StreamsTest, WhoGoesLeavesNothingBehind) {
  const auto before = world.pilots.subscribers();
  {
    TcpClient client(port, by);
    client.Say(Head("GET", "/api/v1/events?service=web", "Authorization: Bearer secret\r\n"));
    EXPECT_TRUE(test::Within(5s, [&] { return world.pilots.subscribers() == before + 1; }));
    world.pilots.Publish(operations::ActionOf(9));
    EXPECT_THAT(client.Hear("\"d9\""), Not(HasSubstr("[nothing more]")));
  }
  EXPECT_TRUE(test::Within(5s, [&] { return world.pilots.subscribers() == before; }));
}

TEST_P(StreamsTest, AClientThatSaysNothingIsCut) {
  TcpClient silent(port);  // speaks no TLS either
  silent.Say(by == By::kTls ? "\x16\x03\x01" : "GET / HT");
  EXPECT_EQ(silent.Hear(), "");
}

TEST_P(StreamsTest, TheEndOfTheServerIsToldAndWaitsForNobody) {
  TcpClient idle(port, by), socket(port, by);
  idle.Say(Head("GET", "/healthz"));
  idle.Hear("}\n");
  socket.Say(SocketHead(LoggedIn()));
  socket.Hear(R"("type":"snapshot")");
  auto ending = std::async([&] { server.reset(); });
  EXPECT_EQ(idle.Hear(), "");
  EXPECT_THAT(socket.Hear("\x88"), HasSubstr("\x88"));
  socket.Leave();
  idle.Leave();
  ending.get();
}

class EncryptedTest : public TcpDoorTest {
 protected:
  void SetUp() override {
    const test::MadeAuthority authority;
    authority.WriteCa(world.folder.path);
    authority.WritePair(world.folder.path, "127.0.0.1");
    by = By::kTls, scheme = "https";
    Open({.tls = Tls::Read(world.folder.path / "cert.pem", world.folder.path / "key.pem").value()});
  }
};

TEST_F(EncryptedTest, AClientThatChecksTheCertificateIsAnswered) {
  net::HttpClient client({.origin = Origin(), .tls = net::Tls{.ca = world.folder.path / "ca.pem"}});
  const net::HttpRequest request{.path = "/api/v1/session", .headers = {{"Authorization", "Bearer ruling"}}};
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.Send(request);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_THAT(answer->body, HasSubstr("admin"));
  }
  const std::string large(900'000, ' ');
  const auto posted = client.Send({.method = "POST",
                                   .path = "/api/v1/status",
                                   .headers = {{"Authorization", "Bearer secret"}},
                                   .body = large + "{}"});
  ASSERT_TRUE(posted) << posted.error().message;
  EXPECT_EQ(posted->status, 200);
}

TEST_F(EncryptedTest, ItsCookieIsForEncryptedConnectionsOnly) {
  const auto answer = Ask(Head("GET", "/login?token=ruling", "Connection: close\r\n"));
  EXPECT_THAT(answer, AllOf(HasSubstr("; HttpOnly; SameSite=Strict; Secure\r\n")));
}

TEST_F(EncryptedTest, WhoSpeaksNoTlsIsToldSo) {
  TcpClient plain(port);
  plain.Say(Head("GET", "/healthz"));
  EXPECT_THAT(plain.Hear(), AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("this port speaks TLS"), EndsWith("}\n")));
  TcpClient page(port, By::kTls);
  page.Say(Head("GET", "/healthz", "Origin: http://127.0.0.1:" + std::to_string(port) + "\r\n"));
  EXPECT_THAT(page.Hear("}\n"), StartsWith("HTTP/1.1 403")) << "a page that was not encrypted";
}

TEST_F(EncryptedTest, WhatIsNoHandshakeEndsTheConnectionAndNoMore) {
  TcpClient odd(port);
  odd.Say(std::string("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", 10));
  EXPECT_THAT(odd.Hear(), Not(HasSubstr("[nothing more]")));
  EXPECT_THAT(Ask(Head("GET", "/healthz", "Connection: close\r\n")), StartsWith("HTTP/1.1 200"));
}

TEST_F(EncryptedTest, ItSaysFarewellAsTlsWantsIt) {
  TcpClient client(port, By::kTls);
  client.Say(Head("GET", "/healthz", "Connection: close\r\n"));
  client.Hear();
  EXPECT_TRUE(client.heard_farewell());
}

}  // namespace
}  // namespace docktor::serve
