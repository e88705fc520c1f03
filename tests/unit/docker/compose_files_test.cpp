#include "docker/project/compose_files.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>

#include "docker/project/labels.h"

namespace docktor::docker {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view kConfig = R"(time="2026-11-27" level=warning msg="The \"TAG\" variable is not set"
{"name": "shop",
 "services": {"web": {
   "configs": [{"source": "motd", "target": "/etc/motd"}, {"source": "app"}, {"source": "mounted", "target": "/m"}],
   "secrets": [{"source": "key", "target": "/run/secrets/key"}, {"source": "token"}, {"source": "file"}],
   "post_start": [{"command": ["/box", "touch"], "user": "root", "privileged": true, "working_dir": "/tmp",
                   "environment": {"A": "1", "B": null}}],
   "pre_stop": [{"command": ["/box", "bye"]}]}},
 "configs": {"motd": {"content": "hello"}, "app": {"environment": "APP"}, "mounted": {"file": "/m.txt"}},
 "secrets": {"key": {"environment": "KEY"}, "token": {"environment": "TOKEN"}, "file": {"file": "/f.txt"}}})";

TEST(ComposeService, SaysWhatIsWrittenAndWhatIsRun) {
  const auto web = ParseComposeService(kConfig, "web");
  ASSERT_TRUE(web) << web.error().message;
  EXPECT_THAT(web->written, ElementsAre("/run/secrets/key", "/run/secrets/token", "/etc/motd", "/app"));
  EXPECT_THAT(web->post_start, ElementsAre(Program{{"/box", "touch"}, "root", "/tmp", {"A=1"}, true}));
  EXPECT_THAT(web->pre_stop, ElementsAre(Program{.command = {"/box", "bye"}}));
}

TEST(ComposeService, WhatIsNoneIsRefusedWithoutQuotingIt) {
  for (const auto* text : {"", "{", "[]", R"({"services": {"db": {}}})", "secret-value"}) {
    const auto read = ParseComposeService(text, "web");
    ASSERT_FALSE(read) << text;
    EXPECT_THAT(read.error().message, Not(HasSubstr("secret-value")));
  }
  const auto odd = ParseComposeService(
      R"({"services": {"web": {"post_start": "x", "pre_stop": [{"command": [1]}],
           "configs": [1, {"source": 2}], "secrets": {}}}, "configs": []})",
      "web");
  ASSERT_TRUE(odd);
  EXPECT_EQ(*odd, ComposeService{});
}

class ComposeFilesTest : public testing::Test {
 protected:
  ComposeFilesTest() { Write("services: {web: {}}"); }
  ~ComposeFilesTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& text) { std::ofstream(file_) << text; }
  json::object Container(const std::string& hash) const {
    return {{"Id", "c1"},
            {"Config",
             {{"Labels",
               {{kProjectLabel, "shop"},
                {kServiceLabel, "web"},
                {kOneOffLabel, "False"},
                {kConfigHashLabel, hash},
                {kConfigFilesLabel, file_},
                {kWorkingDirLabel, folder_.string()}}}}}};
  }
  Result<std::string> Answer(const std::vector<std::string>& command) {
    commands_.push_back(command);
    if (fails_) return Fail(Errc::kUnavailable, "no configuration file: secret-value");
    if (command[command.size() - 2] == "--hash") return "web " + hash_ + "\n";
    return std::string(kConfig);
  }

  const std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) / ("files-" + std::to_string(getpid()));
  const std::string file_ = (std::filesystem::create_directories(folder_), (folder_ / "compose.yaml").string());
  std::string hash_ = "aaa";
  bool fails_ = false;
  std::vector<std::vector<std::string>> commands_;
  EngineAddress address_{.host = "unix:///fake.sock"};
  ComposeFilesByCommand files_{address_, [this](const auto& command) { return Answer(command); }};
};

TEST_F(ComposeFilesTest, AreAskedOnceForEachConfiguration) {
  for (int i = 0; i < 3; ++i) {
    const auto web = files_.Of(Container("aaa"));
    ASSERT_TRUE(web) << web.error().message;
    EXPECT_THAT(web->written, Not(IsEmpty()));
  }
  EXPECT_EQ(commands_.size(), 2u);
  EXPECT_THAT(commands_[0], testing::IsSupersetOf({"-p", "shop", "-f"}));
}

TEST_F(ComposeFilesTest, ThatHaveChangedSinceSayNothingUntilTheyChangeAgain) {
  const auto web = files_.Of(Container("older"));
  ASSERT_FALSE(web);
  EXPECT_EQ(web.error().code, Errc::kConflict);
  EXPECT_FALSE(files_.Of(Container("older")));
  EXPECT_EQ(commands_.size(), 1u);
  hash_ = "older";
  std::filesystem::last_write_time(file_, std::filesystem::last_write_time(file_) + std::chrono::seconds(2));
  EXPECT_TRUE(files_.Of(Container("older")));
}

TEST_F(ComposeFilesTest, ThatCannotBeReadAreNamedWithoutTheWordsOfCompose) {
  fails_ = true;
  EXPECT_THAT(files_.Of(Container("aaa")).error().message, Not(HasSubstr("secret-value")));
  std::filesystem::remove(file_);
  const auto gone = files_.Of(Container("bbb"));
  EXPECT_EQ(gone.error().code, Errc::kUnavailable);
  EXPECT_THAT(gone.error().message, HasSubstr("compose.yaml cannot be read here"));
}

TEST_F(ComposeFilesTest, AreAskedAgainWhereTheCommandFailedOrTheyCouldNotBeRead) {
  fails_ = true;
  EXPECT_FALSE(files_.Of(Container("aaa")));
  fails_ = false;
  const auto away = file_ + ".away";
  std::filesystem::rename(file_, away);
  EXPECT_FALSE(files_.Of(Container("aaa")));
  std::filesystem::rename(away, file_);
  const auto web = files_.Of(Container("aaa"));
  EXPECT_TRUE(web);
}

TEST_F(ComposeFilesTest, AreNotMissedWhereAContainerNamesNone) {
  EXPECT_EQ(files_.Of({{"Id", "c1"}}).error().code, Errc::kNotFound);
  EXPECT_THAT(commands_, IsEmpty());
}

}  // namespace
}  // namespace docktor::docker
