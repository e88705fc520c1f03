#include <map>
#include <memory>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/connection/find_engine.h"
#include "docker/engine.h"
#include "support/made_certificates.h"
#include "support/made_folder.h"
#include "support/stand_in_ssh.h"
#include "support/tiny_server.h"
#include "support/tls_front.h"

namespace docktor::docker {
namespace {

using test::Answer;
using test::EndlessHead;
using test::StandInSsh;
using test::TinyServer;
using testing::AllOf;
using testing::HasSubstr;

const std::string kBigFile(300'000, 'x');

void BeAnEngine(const TinyServer::Request& request, const TinyServer::Peer& peer) {
  static const std::map<std::string, std::string> answers{
      {"HEAD /_ping", "HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nContent-Length: 0\r\n\r\n"},
      {"GET /v1.45/info", Answer(200, R"({"ServerVersion":"26.1.5","Name":"far"})")},
      {"GET /v1.45/events", EndlessHead() +
                                R"({"Type":"container","Action":"die","Actor":{"ID":"1","Attributes":{}},"time":5})"
                                "\n"},
      {"GET /v1.45/containers/c1/stats", EndlessHead() + "{\"read\":\"1\"}\n"},
      {"GET /v1.45/containers/c1/archive", Answer(200, kBigFile)},
      {"POST /v1.45/containers/c1/exec", Answer(201, R"({"Id":"e1"})")},
      {"POST /v1.45/exec/e1/start", Answer(200, "output")},
      {"GET /v1.45/exec/e1/json", Answer(200, R"({"ExitCode":7})")},
  };
  const auto found = answers.find(request.method + " " + request.path.substr(0, request.path.find('?')));
  peer.Send(found == answers.end() ? Answer(404, R"({"message":"page not found"})") : found->second);
}

/// All that Docktor does with a connection: short calls, streams that are left, large answers, exec.
void ExpectThatAllWorks(Engine& engine) {
  const auto info = engine.Info();
  ASSERT_TRUE(info) << info.error().message << " | " << info.error().hint;
  EXPECT_EQ(info->version, "26.1.5");
  int events = 0, stats = 0;
  EXPECT_TRUE(engine.Events(
      {"shop"}, [] {}, [&](const auto&) { ++events; }, [&] { return events > 0; }));
  EXPECT_TRUE(engine.Stats(
      {"c1"}, [&](const auto&) { ++stats; }, [&] { return stats > 0; }));
  EXPECT_EQ(engine.Exec({"c1"}, {{"sh"}}, 10s, [] { return false; }).value_or(0), 7);
  const auto file = engine.ReadFile({"c1"}, "/etc/x");
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->size(), kBigFile.size());
  EXPECT_EQ(engine.Inspect({"none"}).error().code, Errc::kNotFound);
}

class ConnectionTest : public testing::Test {
 protected:
  static Error Refusal(const EngineAddress& address) {
    const auto info = Connect(address).value()->Info();
    EXPECT_FALSE(info) << address.Text();
    const auto error = info ? Error{} : info.error();
    EXPECT_THAT(error.message, HasSubstr(address.Text()));
    EXPECT_FALSE(error.hint.empty()) << error.message;
    return error;
  }
  TinyServer engine_{BeAnEngine};
};

class TlsTest : public ConnectionTest {
 protected:
  TlsTest() {
    authority_.WriteCa(server_.path());
    authority_.WriteCa(client_.path());
    authority_.WritePair(server_.path(), "127.0.0.1");
    authority_.WritePair(client_.path(), "10.0.0.1");
  }
  EngineAddress Address() {
    if (!front_) front_.emplace(server_.path(), engine_.path());
    std::map<std::string, std::string> variables{{"DOCKER_HOST", "tcp://127.0.0.1:" + std::to_string(front_->port())},
                                                 {"DOCKER_TLS_VERIFY", "1"},
                                                 {"DOCKER_CERT_PATH", client_.path()}};
    return FindEngine({}, [&](const char* name) { return variables[name]; }).value();
  }

  test::MadeAuthority authority_;
  test::MadeFolder server_, client_;
  std::optional<test::TlsFront> front_;
};

TEST_F(TlsTest, AllWorks) { ExpectThatAllWorks(*Connect(Address()).value()); }

TEST_F(TlsTest, AnAuthorityThatIsNotKnownIsRefused) {
  test::MadeAuthority().WriteCa(client_.path());
  const auto error = Refusal(Address());
  EXPECT_EQ(error.code, Errc::kUnavailable);
  EXPECT_THAT(error.message, AllOf(HasSubstr("certificate"), HasSubstr("DOCKER_HOST")));
  EXPECT_THAT(error.hint, HasSubstr("ca.pem"));
}

TEST_F(TlsTest, WithoutVerifyingAnyServerIsBelieved) {
  test::MadeAuthority().WriteCa(client_.path());
  auto address = Address();
  address.tls->verify = false;
  EXPECT_TRUE(Connect(address).value()->Info());
}

TEST_F(TlsTest, ACertificateThatHasExpiredIsRefused) {
  authority_.WritePair(server_.path(), "127.0.0.1", -1);
  EXPECT_THAT(Refusal(Address()).hint, HasSubstr("renewed"));
}

TEST_F(TlsTest, ACertificateForAnotherNameIsRefused) {
  authority_.WritePair(server_.path(), "127.0.0.2");
  EXPECT_THAT(Refusal(Address()).hint, HasSubstr("another name"));
}

TEST_F(TlsTest, WithoutACertificateTheEngineRefusesUs) {
  auto address = Address();
  address.tls->certificate.clear();
  address.tls->key.clear();
  const auto error = Refusal(address);
  EXPECT_THAT(error.hint, HasSubstr("cert.pem")) << error.message;
}

TEST_F(TlsTest, WithoutTlsItIsSaidHow) {
  auto address = Address();
  address.tls.reset();
  EXPECT_THAT(Refusal(address).hint, HasSubstr("DOCKER_TLS_VERIFY"));
}

class SshTest : public ConnectionTest {};

TEST_F(SshTest, AllWorks) {
  const StandInSsh ssh(StandInSsh::Dialling(engine_.path()));
  const auto engine = Connect({.host = "ssh://me@there:22022"}).value();
  ExpectThatAllWorks(*engine);
  EXPECT_THAT(ssh.Calls(), HasSubstr("-l me -p 22022 -- there docker system dial-stdio\n"));
  EXPECT_GT(engine_.connections(), 1);  // a stream that is left takes its connection with it
}

TEST_F(SshTest, ShortCallsShareOneProcess) {
  const StandInSsh ssh(StandInSsh::Dialling(engine_.path()));
  const auto engine = Connect({.host = "ssh://there"}).value();
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(engine->Info());
  EXPECT_EQ(engine_.connections(), 1);
}

TEST_F(SshTest, AConnectionThatBreaksIsMadeAnew) {
  const StandInSsh ssh(StandInSsh::Dialling(engine_.path()));
  const auto engine = Connect({.host = "ssh://there"}).value();
  ASSERT_TRUE(engine->Info());
  engine_.Restart();
  (void)engine->Info();  // may find out
  EXPECT_TRUE(engine->Info());
}

TEST_F(SshTest, WhatSshSaysIsTold) {
  const StandInSsh ssh(
      "echo 'warning: something else' >&2; echo 'me@there: Permission denied (publickey).' >&2; exit 255");
  const auto error = Refusal({.host = "ssh://me@there", .origin = "DOCKER_HOST"});
  EXPECT_EQ(error.code, Errc::kUnavailable);
  EXPECT_THAT(error.message, HasSubstr("Permission denied (publickey)"));
  EXPECT_THAT(error.hint, HasSubstr("ssh-agent"));
}

TEST_F(SshTest, ADockerThatIsMissingOverThereIsTold) {
  const StandInSsh ssh("echo 'sh: 1: docker: not found' >&2; exit 127");
  EXPECT_THAT(Refusal({.host = "ssh://there"}).hint, HasSubstr("over there"));
}

TEST_F(SshTest, WithoutSshItIsTold) {
  test::MadeFolder empty;
  const std::string before = std::getenv("PATH");
  setenv("PATH", empty.path().c_str(), 1);
  const auto error = Refusal({.host = "ssh://there"});
  setenv("PATH", before.c_str(), 1);
  EXPECT_THAT(error.message, HasSubstr("run ssh"));
  EXPECT_THAT(error.hint, HasSubstr("install"));
}

TEST_F(ConnectionTest, ASocketThatIsNotThereOrNotOursIsTold) {
  EXPECT_THAT(Refusal({.host = "unix:///nonexistent", .origin = "DOCKER_HOST"}).message,
              AllOf(HasSubstr("No such file"), HasSubstr("from DOCKER_HOST")));
  EXPECT_THAT(Refusal({.host = "tcp://127.0.0.1:1", .origin = "--host"}).message, HasSubstr("from --host"));
}

TEST_F(ConnectionTest, WhatIsNoEngineIsTold) {
  TinyServer web([](const auto&, const auto& peer) { peer.Send(Answer(200, "<html>")); }, TinyServer::Door::kPort);
  const auto host = "tcp://127.0.0.1:" + std::to_string(web.port());
  EXPECT_THAT(Refusal({.host = host}).message, HasSubstr("not a Docker engine"));
  TinyServer mail([](const auto&, const auto& peer) { peer.Send("220 mail ready\r\n"), peer.Close(); },
                  TinyServer::Door::kPort);
  EXPECT_EQ(Refusal({.host = "tcp://127.0.0.1:" + std::to_string(mail.port())}).code, Errc::kUnavailable);
}

}  // namespace
}  // namespace docktor::docker
