#include <fstream>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "serve/guard.h"
#include "serve/tcp_listener.h"
#include "serve/token_file.h"
#include "unit/operations/world.h"

namespace docktor::serve {
namespace {

namespace fs = std::filesystem;

TEST(TcpAddress, OnlyThisMachine) {
  EXPECT_EQ(TcpAddress::Parse("3100").value().port, 3100);
  EXPECT_EQ(TcpAddress::Parse("localhost:80").value().host, "127.0.0.1");
  EXPECT_EQ(TcpAddress::Parse("[::1]:80").value().host, "::1");
  for (const auto* text :
       {"", "x", ":", "70000", "-1", "80 ", "0.0.0.0:80", "192.168.1.1:80", "[::]:80", "example.org:80"})
    EXPECT_FALSE(TcpAddress::Parse(text)) << text;
}

TEST(TcpListener, TakesTheNextPortWhereOneIsTaken) {
  const auto first = TcpListener::Open({.port = 0});
  ASSERT_TRUE(first) << first.error().message;
  const auto second = TcpListener::Open({.port = first->port()});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_GT(second->port(), first->port());
  EXPECT_EQ(second->url(), "http://127.0.0.1:" + std::to_string(second->port()));
}

class TokenFile : public testing::Test {
 protected:
  operations::TemporaryFolder folder;
  fs::path file = folder.path / "token";
};

TEST_F(TokenFile, IsMadeOnceForItsOwnerOnly) {
  const auto token = ReadOrMakeToken(file);
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(token->size(), 64U);
  EXPECT_EQ(ReadOrMakeToken(file).value(), *token);
  struct stat facts {};
  stat(file.c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0600U);
}

TEST_F(TokenFile, IsNotTakenFromOthersHands) {
  ASSERT_TRUE(ReadOrMakeToken(file));
  chmod(file.c_str(), 0644);
  EXPECT_EQ(ReadOrMakeToken(file).error().code, Errc::kDenied);
  chmod(file.c_str(), 0600);
  std::ofstream(file) << "password";
  EXPECT_FALSE(ReadOrMakeToken(file));
  fs::remove(file);
  fs::create_symlink(folder.path / "other", file);
  EXPECT_FALSE(ReadOrMakeToken(file));
}

class GuardTest : public testing::Test {
 protected:
  /// The status of the refusal; 0: it may go on.
  int Checked(std::map<std::string, std::string> headers, const std::string& target = "/mcp") {
    request = Request{.method = "POST", .target = target, .actor = actor, .headers = std::move(headers)};
    const auto refused = guard.Check(request);
    return refused ? refused->status : 0;
  }
  const Guard guard{"secret", 3000};
  std::string actor;
  Request request;
};

TEST_F(GuardTest, WantsTheTokenAlways) {
  EXPECT_EQ(Checked({{"host", "127.0.0.1:3000"}, {"authorization", "Bearer secret"}}), 0);
  EXPECT_EQ(Checked({{"host", "localhost:3000"}, {"authorization", "Bearer secret"}}, "/api/v1/status"), 0);
  for (const auto* given : {"", "secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Basic secret"})
    EXPECT_EQ(Checked({{"host", "127.0.0.1:3000"}, {"authorization", given}}), 401) << given;
  EXPECT_EQ(Checked({{"host", "127.0.0.1:3000"}}), 401);
  EXPECT_EQ(Checked({{"host", "127.0.0.1:3000"}}, "/healthz"), 0);
}

TEST_F(GuardTest, NoPageFromElsewhereMayAsk) {
  for (const auto* host :
       {"", "evil.example", "evil.example:3000", "127.0.0.1", "127.0.0.1:3001", "127.0.0.1:3000.evil"})
    EXPECT_EQ(Checked({{"host", host}, {"authorization", "Bearer secret"}}), 403) << host;
  for (const auto* origin : {"null", "https://evil.example", "http://127.0.0.1:3001", "http://localhost:3000.evil"})
    EXPECT_EQ(Checked({{"host", "127.0.0.1:3000"}, {"origin", origin}, {"authorization", "Bearer secret"}}), 403)
        << origin;
  EXPECT_EQ(
      Checked({{"host", "127.0.0.1:3000"}, {"origin", "http://localhost:3000"}, {"authorization", "Bearer secret"}}),
      0);
}

TEST_F(GuardTest, NobodyIsTakenForAPerson) {
  for (const auto& [given, held] :
       std::map<std::string, std::string>{{"", "agent"}, {"person", "agent"}, {"model", "model"}}) {
    actor = given;
    Checked({{"host", "127.0.0.1:3000"}, {"authorization", "Bearer secret"}});
    EXPECT_EQ(request.actor, held) << given;
  }
}

}  // namespace
}  // namespace docktor::serve
