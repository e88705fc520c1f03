#include "simulate/trace.h"

#include <gmock/gmock.h>

#include "support/made_folder.h"

namespace docktor::simulate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Result<Trace> Read(const std::string& text) {
  const test::MadeFolder folder;
  return ReadTrace(folder.Write("monday.csv", text));
}

TEST(ReadTrace, KnowsNameStepAndRates) {
  const auto trace = Read("seconds,requests_per_second\n0,69.23\n10,95.86\r\n20,0\n");
  ASSERT_TRUE(trace) << trace.error().message;
  EXPECT_EQ(trace->name, "monday");
  EXPECT_EQ(trace->step, 10s);
  EXPECT_THAT(trace->rates, ElementsAre(69.23, 95.86, 0));
}

struct WrongCase {
  const char* name;
  const char* text;
  const char* says;
};
class WrongTraceTest : public testing::TestWithParam<WrongCase> {};
TEST_P(WrongTraceTest, IsToldWithItsLine) {
  const auto trace = Read(GetParam().text);
  ASSERT_FALSE(trace);
  EXPECT_EQ(trace.error().code, Errc::kInvalidInput);
  EXPECT_THAT(trace.error().message, HasSubstr(GetParam().says));
  EXPECT_THAT(trace.error().message, HasSubstr("monday.csv"));
}
INSTANTIATE_TEST_SUITE_P(All, WrongTraceTest,
                         testing::Values(WrongCase{"empty", "", "fewer than two"},
                                         WrongCase{"one", "s,r\n0,1\n", "fewer than two"},
                                         WrongCase{"word", "s,r\n0,1\n10,many\n", "line 3: it is no pair"},
                                         WrongCase{"negative", "s,r\n0,1\n10,-2\n", "line 3: it is no pair"},
                                         WrongCase{"infinite", "s,r\n0,1\n10,inf\n", "line 3: it is no pair"},
                                         WrongCase{"tooDense", "s,r\n0,1\n0.0004,2\n", "10 ms"},
                                         WrongCase{"tooSparse", "s,r\n0,1\n1e18,2\n", "a day"},
                                         WrongCase{"tooMuch", "s,r\n0,1\n10,1e308\n", "line 3: more than"},
                                         WrongCase{"gap", "s,r\n0,1\n10,2\n30,3\n", "line 4: its time"},
                                         WrongCase{"backward", "s,r\n10,1\n0,2\n", "line 3: its time"}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ReadTrace, AFileThatIsNotThereIsNamed) {
  const auto trace = ReadTrace("/nowhere/monday.csv");
  ASSERT_FALSE(trace);
  EXPECT_EQ(trace.error().code, Errc::kNotFound);
  EXPECT_THAT(trace.error().message, HasSubstr("/nowhere/monday.csv"));
}

TEST(Resampled, RepeatsOrAverages) {
  const Trace trace{.name = "t", .step = 10s, .rates = {1, 2, 3}};
  EXPECT_THAT(Resampled(trace, 5s).rates, ElementsAre(1, 1, 2, 2, 3, 3));
  EXPECT_THAT(Resampled(trace, 20s).rates, ElementsAre(1.5, 3));
  EXPECT_THAT(Resampled(trace, 15s).rates, ElementsAre(4 / 3.0, 8 / 3.0));
}

}  // namespace
}  // namespace docktor::simulate
