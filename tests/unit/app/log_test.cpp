#include "app/process/log.h"

#include <algorithm>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "core/json.h"
#include "support/made_folder.h"

namespace docktor::app {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

std::string TextOf(const fs::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class LogTest : public testing::Test {
 protected:
  void Log(LogFormat format, const std::string& text) {
    operations::LogBook book;
    ASSERT_TRUE(OpenLog(book, {file_.string(), format}));
    spdlog::warn("{}", text);
    CloseLog();
  }
  test::MadeFolder folder_;
  const fs::path file_ = folder_.path() / "daemon.log";
};

TEST_F(LogTest, TextForPeople) {
  Log(LogFormat::kText, "web 2 → 4");
  EXPECT_THAT(TextOf(file_), HasSubstr(" warning web 2 → 4\n"));
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(LogTest, AnObjectALineForPrograms) {
  Log(LogFormat::kJson, "it said \"no\"\nand \\ went");
  const auto text = TextOf(file_);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  const auto line = ParseJson(text);
  ASSERT_TRUE(line) << text;
  EXPECT_EQ(line->at("message"), "it said \"no\"\nand \\ went");
  EXPECT_EQ(line->at("level"), "warning");
  EXPECT_TRUE(ParseInstant(std::string(line->at("at").as_string())));
}

TEST_F(LogTest, AFileThatGrowsIsBegunAnew) {
  std::ofstream(file_) << std::string(10 * 1024 * 1024, 'x');
  Log(LogFormat::kText, "first of the new file");
  EXPECT_LT(fs::file_size(file_), 1000u);
  EXPECT_GE(fs::file_size(folder_.path() / "daemon.1.log"), 10u * 1024 * 1024);
}

TEST_F(LogTest, AFileThatCannotBeWrittenIsAnError) {
  operations::LogBook book;
  std::ofstream(file_) << "in the way";
  EXPECT_EQ(OpenLog(book, {(file_ / "below").string(), LogFormat::kText}).error().code, Errc::kInternal);
}

}  // namespace
}  // namespace docktor::app
