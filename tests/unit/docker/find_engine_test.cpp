#include "docker/connection/find_engine.h"

#include <filesystem>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/made_folder.h"

namespace docktor::docker {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// printf far | sha256sum
constexpr const char* kFar = "512eea46ceb3921dff4363c7069d89d4964d1d9fccaa0f411851a7aa60a5c868";

/// A folder of Docker's with what a test puts into it, and an environment that names it.
class FindEngineTest : public testing::Test {
 protected:
  FindEngineTest() { variables_["HOME"] = home_.path(); }

  void Write(const fs::path& path, const std::string& text) { home_.Write(".docker" / path, text); }
  void AddContext(const std::string& meta) { Write(fs::path("contexts/meta") / kFar / "meta.json", meta); }
  void AddTls(const std::string& name) { Write(fs::path("contexts/tls") / kFar / "docker" / name, "pem"); }
  std::string InDocker(const fs::path& path) const { return home_.path() / ".docker" / path; }

  Result<EngineAddress> Find(const EngineChoice& choice = {}) {
    return FindEngine(choice, [this](const char* name) { return variables_[name]; });
  }

  test::MadeFolder home_;
  std::map<std::string, std::string> variables_;
};

TEST_F(FindEngineTest, WithoutAWordItIsTheUsualSocket) {
  const auto found = Find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->Text(), "unix:///var/run/docker.sock (from the default)");
  EXPECT_FALSE(found->tls);
}

TEST_F(FindEngineTest, WhoSaysItFirstCounts) {
  Write("config.json", R"({"auths":{},"currentContext":"far"})");
  AddContext(R"({"Name":"far","Metadata":{},"Endpoints":{"docker":{"Host":"ssh://me@far","SkipTLSVerify":false}}})");
  EXPECT_EQ(Find()->host, "ssh://me@far");
  EXPECT_EQ(Find()->context, "far");
  EXPECT_THAT(Find()->origin, HasSubstr("config.json"));
  variables_["DOCKER_CONTEXT"] = "default";
  EXPECT_EQ(Find()->host, "unix:///var/run/docker.sock");
  variables_["DOCKER_CONTEXT"] = "far";
  EXPECT_EQ(Find()->origin, "the context far, by DOCKER_CONTEXT");
  variables_["DOCKER_HOST"] = "tcp://named:1";
  EXPECT_EQ(Find()->Text(), "tcp://named:1 (from DOCKER_HOST)");
  EXPECT_EQ(Find()->context, "");
  EXPECT_EQ(Find({.host = "tcp://flag:1"})->Text(), "tcp://flag:1 (from --host)");
  EXPECT_EQ(Find({.context = "far"})->host, "ssh://me@far");
  EXPECT_EQ(Find({.context = "default"})->host, "tcp://named:1");
  EXPECT_EQ(Find({.host = "a", .context = "b"}).error().code, Errc::kInvalidInput);
}

TEST_F(FindEngineTest, DockersFolderMayBeElsewhere) {
  home_.Write("other/config.json", R"({"currentContext":"gone"})");
  variables_["DOCKER_CONFIG"] = home_.path() / "other";
  const auto found = Find();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::kInvalidInput);
  EXPECT_THAT(found.error().message, HasSubstr("'gone'"));
  EXPECT_THAT(found.error().message, HasSubstr((home_.path() / "other/config.json").string()));
  EXPECT_THAT(found.error().hint, HasSubstr("docker context ls"));
}

TEST_F(FindEngineTest, AContextBringsItsOwnTls) {
  variables_["DOCKER_TLS_VERIFY"] = "1";  // is not about contexts
  AddContext(R"({"Name":"far","Endpoints":{"docker":{"Host":"tcp://far:2376"}}})");
  EXPECT_FALSE(Find({.context = "far"})->tls);
  AddTls("ca.pem");
  AddTls("cert.pem");
  AddTls("key.pem");
  const auto folder = fs::path("contexts/tls") / kFar / "docker";
  EXPECT_EQ(Find({.context = "far"})->tls, (net::Tls{.ca = InDocker(folder / "ca.pem"),
                                                     .certificate = InDocker(folder / "cert.pem"),
                                                     .key = InDocker(folder / "key.pem")}));
}

TEST_F(FindEngineTest, AContextMaySayThatNothingIsVerified) {
  AddContext(R"({"Name":"far","Endpoints":{"docker":{"Host":"tcp://far:2376","SkipTLSVerify":true}}})");
  EXPECT_EQ(Find({.context = "far"})->tls, net::Tls{.verify = false});
}

TEST_F(FindEngineTest, FilesThatCannotBeReadAreNamed) {
  Write("config.json", "{");
  EXPECT_THAT(Find().error().message, HasSubstr(InDocker("config.json")));
  AddContext("[]");
  EXPECT_THAT(Find({.context = "far"}).error().message, HasSubstr("meta.json"));
}

TEST_F(FindEngineTest, TlsByVariables) {
  variables_["DOCKER_HOST"] = "tcp://named:2376";
  EXPECT_FALSE(Find()->tls);
  variables_["DOCKER_TLS_VERIFY"] = "1";
  EXPECT_THAT(Find().error().message, HasSubstr(InDocker("ca.pem")));
  Write("ca.pem", "pem");
  EXPECT_EQ(Find()->tls, net::Tls{.ca = InDocker("ca.pem")});
  home_.Write("certs/ca.pem", "pem");
  home_.Write("certs/cert.pem", "pem");
  variables_["DOCKER_CERT_PATH"] = home_.path() / "certs";
  EXPECT_THAT(Find().error().message, HasSubstr("one is missing"));
  home_.Write("certs/key.pem", "pem");
  EXPECT_EQ(Find()->tls->key, home_.path() / "certs/key.pem");
  EXPECT_TRUE(Find({.host = "tcp://flag:1"})->tls);
  EXPECT_FALSE(Find({.host = "unix:///s"})->tls);
}

TEST_F(FindEngineTest, WithoutAHomeTheFolderOfTheDayIsNotAsked) {
  variables_.erase("HOME");
  variables_["DOCKER_CONTEXT"] = "gone";
  EXPECT_THAT(Find().error().message, HasSubstr("is not in /"));
}

TEST_F(FindEngineTest, TlsWithoutVerifying) {
  variables_ = {{"HOME", home_.path()}, {"DOCKER_HOST", "tcp://named"}, {"DOCKER_TLS", "1"}};
  EXPECT_EQ(Find()->tls, net::Tls{.verify = false});
}

}  // namespace
}  // namespace docktor::docker
