#include "simulate/stdio.h"

#include <sstream>

#include <gmock/gmock.h>

namespace docktor::simulate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Spec Enabled(int min, int max) {
  Spec spec;
  spec.key = {"sim", "web"};
  spec.enabled = true;
  spec.min = min;
  spec.max = max;
  return spec;
}

struct Said {
  Status status;
  std::vector<std::string> lines;
};
Said Ask(const std::string& questions) {
  std::istringstream in(questions);
  std::ostringstream out;
  auto status = AnswerSimulator(in, out, Enabled);
  return {std::move(status), Lines(out.str())};
}

std::string Init() {
  return R"({"type":"init","version":1,"tick_s":5,"min":1,"max":30,"desired":2})"
         "\n";
}
std::string Tick(int t, int cpu) {
  const auto n = std::to_string(cpu);
  return R"({"type":"tick","t":)" + std::to_string(t) + R"(,"desired":2,"replicas":[{"id":1,"state":"ready","age_s":)" +
         std::to_string(t + 600) + R"(,"cpu":)" + n + R"(,"mem":30,"rx_kbps":9},{"id":2,"state":"ready","age_s":)" +
         std::to_string(t + 600) + R"(,"cpu":)" + n + R"(,"mem":30,"rx_kbps":9}]})" + "\n";
}

TEST(Stdio, OverloadIsAnsweredWithACount) {
  const auto said = Ask(Init() + Tick(5, 60) + Tick(10, 100) + R"({"type":"end"})" + "\n");
  ASSERT_TRUE(said.status);
  ASSERT_EQ(said.lines.size(), 3u);
  EXPECT_THAT(said.lines[0], HasSubstr(R"("type":"ready")"));
  EXPECT_EQ(said.lines[1], "{}");
  EXPECT_THAT(said.lines[2], HasSubstr("target"));
}

TEST(Stdio, EachInitBeginsAnew) {
  const auto once = Ask(Init() + Tick(5, 95) + Tick(10, 95));
  const auto twice = Ask(Init() + Tick(5, 10) + Tick(10, 99) + Init() + Tick(5, 95) + Tick(10, 95));
  ASSERT_EQ(twice.lines.size(), 6u);
  EXPECT_EQ(std::vector(twice.lines.begin() + 3, twice.lines.end()), once.lines);
}

TEST(Stdio, UnknownMessagesAreAnsweredWithNothing) {
  EXPECT_THAT(Ask(R"({"type":"hello"})"
                  "\n"
                  R"({})"
                  "\n")
                  .lines,
              ElementsAre("{}", "{}"));
}

/// The first count that is asked for, of a load of 1.3 busy replicas that stays; 2 where none is.
int AskedFor(const std::string& more_of_init) {
  std::string questions =
      R"({"type":"init","version":1,"tick_s":5,"min":1,"max":30,"desired":2)" + more_of_init + "}\n";
  for (int t = 5; t <= 600; t += 5) questions += Tick(t, 64);
  std::istringstream in(questions);
  std::ostringstream out;
  EXPECT_TRUE(AnswerSimulator(in, out, [](int min, int max) {
    auto spec = Enabled(min, max);
    spec.strategy = Strategy::kAdaptive;
    return spec;
  }));
  for (const auto& line : Lines(out.str()))
    if (const auto at = line.find("\"target\":"); at != line.npos) return std::stoi(line.substr(at + 9));
  return 2;
}

TEST(Stdio, TheDearerASlowRequestTheMoreReplicas) {
  const int usual = AskedFor("");
  EXPECT_EQ(AskedFor(R"(,"slo_price":50.0,"slo_ms":500,"slo_target":0.99,"track":"cpu")"), usual);
  EXPECT_EQ(AskedFor(R"(,"slo_price":50.0,"slo_target":0.5)"), usual) << "the price is what is paid";
  EXPECT_GT(AskedFor(R"(,"slo_price":5000)"), usual);
}

TEST(Stdio, ATickMayBeAnyPartOfABeat) {
  for (const auto* tick : {"5", "5.0", "2.5", "1", "0.5"})
    EXPECT_TRUE(Ask(R"({"type":"init","tick_s":)" + std::string(tick) + "}\n").status) << tick;
  for (const auto* tick : {"10", "4", "2", "0.1", "0", "-5", "1e300"}) {
    const auto said = Ask(R"({"type":"init","tick_s":)" + std::string(tick) + "}\n");
    ASSERT_FALSE(said.status) << tick;
    EXPECT_THAT(said.status.error().message, HasSubstr("a tick_s that 5 is a multiple of"));
  }
}

struct ImpossibleCase {
  const char* name;
  const char* line;
  const char* says;
};
class ImpossibleTest : public testing::TestWithParam<ImpossibleCase> {};
TEST_P(ImpossibleTest, IsRefusedWithWords) {
  const auto said = Ask(Init() + GetParam().line + "\n" + R"({"type":"end"})" + "\n");
  ASSERT_FALSE(said.status);
  EXPECT_EQ(said.status.error().code, Errc::kInvalidInput);
  EXPECT_THAT(said.status.error().message, HasSubstr(GetParam().says));
}
INSTANTIATE_TEST_SUITE_P(
    All, ImpossibleTest,
    testing::Values(ImpossibleCase{"no_latency", R"({"type":"init","slo_ms":0,"track":"full"})", "slo_ms"},
                    ImpossibleCase{"latency_below_nothing", R"({"type":"init","slo_ms":-500})", "slo_ms"},
                    ImpossibleCase{"all_slow", R"({"type":"init","slo_target":0})", "slo_target"},
                    ImpossibleCase{"free_of_charge", R"({"type":"init","slo_price":0})", "slo_price"},
                    ImpossibleCase{"no_core", R"({"type":"init","cpu_limit":0})", "cpu_limit"},
                    ImpossibleCase{"no_bounds", R"({"type":"init","min":5,"max":4})", "min <= max"},
                    ImpossibleCase{"long_after", R"({"type":"tick","t":1e300,"replicas":[]})", "want t from 0"},
                    ImpossibleCase{"long_before", R"({"type":"tick","t":-5,"replicas":[]})", "want t from 0"},
                    ImpossibleCase{"id", R"({"type":"tick","t":5,"replicas":[{"id":1e30,"state":"ready"}]})", "id"},
                    ImpossibleCase{"age", R"({"type":"tick","t":5,"replicas":[{"id":1,"age_s":1e200}]})", "age_s"},
                    ImpossibleCase{"memory", R"({"type":"tick","t":5,"replicas":[{"id":1,"mem":1e200}]})", "mem"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Stdio, WhatIsNoMessageIsSaid) {
  EXPECT_THAT(Ask("hello\n").status.error().message, HasSubstr("no JSON object: hello"));
  EXPECT_THAT(Ask(Tick(5, 60)).status.error().message, HasSubstr("before any init"));
}

}  // namespace
}  // namespace docktor::simulate
