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

TEST(Stdio, WhatIsNoMessageIsSaid) {
  EXPECT_THAT(Ask("hello\n").status.error().message, HasSubstr("no JSON object: hello"));
  EXPECT_THAT(Ask(Tick(5, 60)).status.error().message, HasSubstr("before any init"));
}

}  // namespace
}  // namespace docktor::simulate
