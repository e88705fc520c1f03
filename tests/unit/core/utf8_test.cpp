#include "core/utf8.h"

#include <gtest/gtest.h>

namespace docktor {
namespace {

struct Row {
  const char* name;
  std::string text;
  std::string clean;
};
class ToUtf8Test : public testing::TestWithParam<Row> {};
TEST_P(ToUtf8Test, KeepsWhatIsWellFormed) { EXPECT_EQ(ToUtf8(GetParam().text), GetParam().clean); }
INSTANTIATE_TEST_SUITE_P(Utf8, ToUtf8Test,
                         testing::Values(Row{"plain", "web-1", "web-1"}, Row{"empty", "", ""},
                                         Row{"long_characters", "ä€😀", "ä€😀"}, Row{"no_character", "a\xff", "a\uFFFD"},
                                         Row{"cut_short", "a\xe2\x82", "a\uFFFD\uFFFD"},
                                         Row{"in_long_text", "0123456789ä\xff 0123456789\xe2\x82 0123456789",
                                             "0123456789ä\uFFFD 0123456789\uFFFD\uFFFD 0123456789"},
                                         Row{"overlong", "\xc0\xaf", "\uFFFD\uFFFD"},
                                         Row{"surrogate", "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},
                                         Row{"beyond", "\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace docktor
