#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "serve/login/token_file.h"
#include "serve/login/tokens.h"
#include "serve/tcp_listener.h"
#include "unit/operations/world.h"

namespace docktor::serve {
namespace {

namespace fs = std::filesystem;

TEST(TcpAddress, IsANumberWithAPort) {
  for (const auto& [text, means] : std::map<std::string, std::string>{{"3100", "127.0.0.1:3100"},
                                                                      {"localhost:80", "127.0.0.1:80"},
                                                                      {"[::1]:80", "[::1]:80"},
                                                                      {"[0:0:0:0:0:0:0:1]:80", "[::1]:80"},
                                                                      {"0.0.0.0:80", "0.0.0.0:80"},
                                                                      {"[::]:0", "[::]:0"},
                                                                      {"192.168.1.1:80", "192.168.1.1:80"}})
    EXPECT_EQ(TcpAddress::Parse(text).value().Text(), means) << text;
  for (const auto* text : {"", "x", ":", "70000", "-1", "80 ", ":80", "::1:80", "[127.0.0.1]:80", "[::1", "[]:80",
                           "127.0.0.1.evil:80", "256.0.0.1:80", "example.org:80"})
    EXPECT_FALSE(TcpAddress::Parse(text)) << text;
}

TEST(TcpAddress, KnowsWhoReachesIt) {
  for (const auto* text : {"3000", "127.0.0.2:80", "[::1]:80"})
    EXPECT_TRUE(TcpAddress::Parse(text)->IsLoopback()) << text;
  for (const auto* text : {"0.0.0.0:80", "[::]:80", "10.0.0.1:80", "[::ffff:127.0.0.1]:80"})
    EXPECT_FALSE(TcpAddress::Parse(text)->IsLoopback()) << text;
  EXPECT_TRUE(TcpAddress::Parse("[::]:80")->IsAny());
  EXPECT_FALSE(TcpAddress::Parse("10.0.0.1:80")->IsAny());
}

TEST(TcpListener, TakesTheNextPortWhereOneIsTaken) {
  const auto first = TcpListener::Open({.port = 0});
  ASSERT_TRUE(first) << first.error().message;
  const auto second = TcpListener::Open({.port = first->port()});
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_GT(second->port(), first->port());
  EXPECT_EQ(second->address().Text(), "127.0.0.1:" + std::to_string(second->port()));
}

TEST(TcpListener, AnAddressOfAnotherMachineIsNotHadAndTheNextPortWouldNotHelp) {
  const auto listener = TcpListener::Open({.host = "192.0.2.1", .port = 3000});
  ASSERT_FALSE(listener);
  EXPECT_EQ(listener.error().code, Errc::kConflict);
  EXPECT_THAT(listener.error().message, testing::HasSubstr("192.0.2.1:3000: Cannot assign requested address"));
}

TEST(TcpListener, TriesSoManyPortsAndNoMore) {
  auto listener = TcpListener::Open({.port = 65535});
  if (!listener) GTEST_FAIL() << listener.error().message;
  const auto next = TcpListener::Open({.port = 65535});
  ASSERT_FALSE(next);
  EXPECT_THAT(next.error().message, testing::HasSubstr("Address already in use"));
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

TEST_F(TokenFile, EachRoleHasOneOfItsOwn) {
  EXPECT_FALSE(HasTokens(folder.path));
  const auto tokens = ReadOrMakeTokens(folder.path);
  ASSERT_TRUE(tokens) << tokens.error().message;
  EXPECT_TRUE(HasTokens(folder.path));
  EXPECT_EQ(tokens->program, ReadOrMakeToken(file).value());
  EXPECT_EQ(tokens->persons.at(operations::Role::kViewer), ReadOrMakeToken(folder.path / "token-viewer").value());
  for (const auto& [role, token] : tokens->persons) {
    EXPECT_EQ(tokens->RoleOf(token), role);
    EXPECT_FALSE(tokens->IsProgram(token));
  }
  EXPECT_EQ(tokens->persons.size(), 3U);
  EXPECT_EQ(tokens->RoleOf(tokens->program), std::nullopt);
  EXPECT_EQ(tokens->RoleOf(""), std::nullopt);
}

}  // namespace
}  // namespace docktor::serve
