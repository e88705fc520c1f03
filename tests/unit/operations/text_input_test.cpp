#include "operations/declare/text_input.h"

#include <gmock/gmock.h>

#include "operations/declare/error_json.h"
#include "operations/list.h"
#include "operations/world/log_book.h"

#include <spdlog/logger.h>

namespace docktor::operations {
namespace {

TEST(TextInput, BecomesWhatTheFieldIs) {
  const auto input =
      InputFromText(*Find("scale"), {{"service", "web"}, {"replicas", "4"}, {"hold", "1m30s"}, {"once", "false"}});
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(json::value(*input), (json::value{{"service", "web"}, {"replicas", 4}, {"hold", 90.0}, {"once", false}}));
}

TEST(TextInput, SecondsMayStandWithoutAUnit) {
  EXPECT_EQ(InputFromText(*Find("pause"), {{"hold", "2.5"}})->at("hold"), json::value(2.5));
}

struct Case {
  const char* name;
  const char* field;
  const char* text;
  const char* says;
};
class WrongTextTest : public testing::TestWithParam<Case> {};
TEST_P(WrongTextTest, IsRefusedByName) {
  const auto refused = InputFromText(*Find("scale"), {{GetParam().field, GetParam().text}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::kInvalidInput);
  EXPECT_THAT(refused.error().message + " | " + refused.error().hint, testing::HasSubstr(GetParam().says));
}
INSTANTIATE_TEST_SUITE_P(TextInput, WrongTextTest,
                         testing::Values(Case{"word", "replicas", "four", "replicas: 'four' is not a whole number"},
                                         Case{"fraction", "replicas", "1.5", "is not a whole number"},
                                         Case{"empty", "replicas", "", "is not a whole number"},
                                         Case{"huge", "replicas", "99999999999999999999", "is not a whole number"},
                                         Case{"time", "hold", "soon", "hold: 'soon' is not a duration"},
                                         Case{"negative_time", "hold", "-5", "is not a duration"},
                                         Case{"endless_time", "hold", "inf", "is not a duration"},
                                         Case{"maybe", "once", "maybe", "true or false"},
                                         Case{"slip", "replcas", "1", "did you mean 'replicas'?"}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(TextInput, AFieldStandsOnce) {
  EXPECT_FALSE(InputFromText(*Find("scale"), {{"replicas", "1"}, {"replicas", "2"}}));
}

TEST(ErrorJson, ComesBackAsItWas) {
  for (const auto code : {Errc::kInvalidInput, Errc::kNotFound, Errc::kUnavailable, Errc::kTimeout, Errc::kDenied,
                          Errc::kConflict, Errc::kInternal}) {
    const auto back = ErrorIn(json::value(ErrorJson({code, "what", "hint"})));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->code, code);
    EXPECT_EQ(back->message + back->hint, "whathint");
  }
  EXPECT_FALSE(ErrorIn(json::value{{"error", "text"}}));
  EXPECT_FALSE(ErrorIn(json::value{{"error", {{"code", "x"}}}, {"more", 1}}));
}

TEST(LogBook, KeepsTheLastLinesAndTellsFollowers) {
  LogBook book(2);
  spdlog::logger logger("test", LogSinkInto(book));
  for (const int i : {1, 2, 3}) logger.warn("line {}", i);
  std::vector<std::string> seen;
  auto following = book.Follow(10, [&](const LogLine& line) { seen.push_back(line.level + " " + line.text); });
  logger.error("line 4");
  following.reset();
  logger.error("line 5");
  EXPECT_THAT(seen, testing::ElementsAre("warning line 2", "warning line 3", "error line 4"));
}

}  // namespace
}  // namespace docktor::operations
