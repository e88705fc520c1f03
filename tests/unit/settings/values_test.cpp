#include "settings/fields/values.h"

#include <array>
#include <map>

#include <gmock/gmock.h>

#include "settings/fields/policies.h"

#include "settings/fields/nearest.h"

namespace docktor::settings {
namespace {

using testing::HasSubstr;

struct RatioCase {
  const char* text;
  std::optional<double> value;
};
class TargetTest : public testing::TestWithParam<RatioCase> {};
TEST_P(TargetTest, IsAShareAboveZero) {
  const auto value = ParseTarget(GetParam().text);
  ASSERT_EQ(value.has_value(), GetParam().value.has_value());
  if (value) {
    EXPECT_DOUBLE_EQ(*value, *GetParam().value);
  } else {
    EXPECT_FALSE(value.error().hint.empty());
  }
}
INSTANTIATE_TEST_SUITE_P(Values, TargetTest,
                         testing::Values(RatioCase{"60%", 0.6}, RatioCase{"0.6", 0.6}, RatioCase{" 75 % ", 0.75},
                                         RatioCase{"150%", 1.5}, RatioCase{"1000%", 10.0}, RatioCase{"0.5%", 0.005},
                                         RatioCase{"1001%", {}}, RatioCase{"60", {}}, RatioCase{"0", {}},
                                         RatioCase{"0%", {}}, RatioCase{"-5%", {}}, RatioCase{"nan", {}},
                                         RatioCase{"inf", {}}, RatioCase{"", {}}, RatioCase{"%", {}},
                                         RatioCase{"6e1%", {}}, RatioCase{"60%%", {}}, RatioCase{"${CPU}", {}}));

TEST(Values, APercentSignThatWasForgottenIsOffered) { EXPECT_EQ(ParseTarget("60").error().hint, "write 60%"); }

TEST(Values, AVariableIsNamedAsTheCause) {
  EXPECT_THAT(ParseReplicas("${N:-2}").error().message, HasSubstr("variables"));
}

TEST(Values, WholeNumbers) {
  EXPECT_EQ(ParseReplicas("0").value(), 0);
  EXPECT_EQ(ParseReplicas(" 12 ").value(), 12);
  EXPECT_EQ(ParseReplicas("10000").value(), 10000);
  for (const auto* text : {"", "-1", "10001", "99999999999999999999", "2.5", "0x10", "010", "two", "2 3", "1e3"})
    EXPECT_FALSE(ParseReplicas(text)) << text;
  EXPECT_FALSE(ParsePositiveCount("0"));
}

TEST(Values, Tolerance) {
  EXPECT_EQ(ParseTolerance("0").value(), 0);
  EXPECT_DOUBLE_EQ(ParseTolerance("10%").value(), 0.1);
  for (const auto* text : {"100%", "1", "-1%"}) EXPECT_FALSE(ParseTolerance(text)) << text;
}

TEST(Values, Durations) {
  EXPECT_EQ(ParseWindow("0s").value(), 0s);
  EXPECT_EQ(ParseWindow("5m").value(), 5min);
  EXPECT_EQ(ParseInterval("5s").value(), 5s);
  for (const auto* text : {"0s", "500ms", "2h", "5", "-5s", ""}) EXPECT_FALSE(ParseInterval(text)) << text;
  EXPECT_FALSE(ParseWindow("25h"));
}

TEST(Values, WordsInAnyCase) {
  EXPECT_EQ(ParseSelect("Max").value(), Select::kMax);
  EXPECT_EQ(ParseSelect("disabled").value(), Select::kDisabled);
  EXPECT_FALSE(ParseSelect("most"));
  EXPECT_TRUE(ParseBool("True").value());
  EXPECT_FALSE(ParseBool("off").value());
  EXPECT_FALSE(ParseBool("1"));
  EXPECT_TRUE(ParseStateful("allow").value());
  EXPECT_FALSE(ParseStateful("true"));
}

TEST(Values, PoliciesComeBackAsTheyWereWritten) {
  for (const auto* text : {"4/15s", "4/15s,100%/15s", "1/1m,50%/1m30s,2/1h"})
    EXPECT_EQ(ShowPolicies(ParsePolicies(text).value()), text);
  EXPECT_EQ(ParsePolicies(" 4/15s , 100%/15s ").value(),
            (std::vector<RatePolicy>{{RateKind::kReplicas, 4, 15s}, {RateKind::kPercent, 100, 15s}}));
  for (const auto* text : {"", ",", "4", "4/", "/15s", "0/15s", "-1/15s", "4/0s", "4/15s,,4/15s", "4/15s;1/1s"})
    EXPECT_FALSE(ParsePolicies(text)) << text;
}

TEST(Values, NoTextIsEchoedWithoutEndOrWithControlCharacters) {
  const auto message = ParseReplicas(std::string(5000, '\x1b')).error().message;
  EXPECT_LT(message.size(), 200u);
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
}

struct NearestCase {
  const char* text;
  std::optional<std::string> word;
};
class NearestTest : public testing::TestWithParam<NearestCase> {};
TEST_P(NearestTest, IsWhatWasMeant) {
  constexpr std::array<std::string_view, 6> kKnown{"min", "max", "targets", "tolerance", "scale_up", "scale_down"};
  EXPECT_EQ(Nearest(GetParam().text, kKnown), GetParam().word);
}
INSTANTIATE_TEST_SUITE_P(Words, NearestTest,
                         testing::Values(NearestCase{"mni", "min"}, NearestCase{"target", "targets"},
                                         NearestCase{"scale-down", "scale_down"}, NearestCase{"tolerence", "tolerance"},
                                         NearestCase{"replicas", {}}, NearestCase{"", {}}, NearestCase{"xyz", {}}));

TEST(BasePath, IsAPlainPath) {
  for (const auto& [text, path] : std::map<std::string, std::string>{
           {"", ""}, {"/", ""}, {"/docktor", "/docktor"}, {"/docktor/", "/docktor"}, {"/a/b.c", "/a/b.c"}})
    EXPECT_EQ(ParseBasePath(text).value(), path) << text;
  for (const auto* text : {"docktor", "//", "/a//b", "/..", "/a/../b", "/a b", "/a\"", "/<a>", "/a?b", "http://x/a"})
    EXPECT_FALSE(ParseBasePath(text)) << text;
}

}  // namespace
}  // namespace docktor::settings
