#include "net/line_splitter.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/url.h"

namespace docktor::net {
namespace {

std::vector<std::string> LinesOf(const std::vector<std::string>& chunks) {
  std::vector<std::string> lines;
  LineSplitter splitter([&](std::string_view line) { lines.emplace_back(line); }, 10);
  for (const auto& chunk : chunks) splitter.Feed(chunk);
  splitter.Finish();
  return lines;
}

using testing::ElementsAre;

TEST(LineSplitter, MakesTheSameLinesHoweverTheyAreCut) {
  const std::string text = "one\r\n\ntwo\nthree";
  for (std::size_t cut = 0; cut <= text.size(); ++cut)
    EXPECT_THAT(LinesOf({text.substr(0, cut), text.substr(cut)}), ElementsAre("one", "two", "three")) << cut;
}

TEST(LineSplitter, DropsWhatIsTooLongAndGoesOn) {
  EXPECT_THAT(LinesOf({"0123456", "789a", "b\nshort\n0123456789\n"}), ElementsAre("short", "0123456789"));
}

TEST(LineSplitter, HoldsNothingBackOfNothing) { EXPECT_THAT(LinesOf({"", "\n", "\r\n"}), ElementsAre()); }

TEST(PercentEncode, LeavesOnlyWhatIsUnreserved) {
  EXPECT_EQ(PercentEncode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(PercentEncode("{\"label\":[\"a=b c/ü\"]}"), "%7B%22label%22%3A%5B%22a%3Db%20c%2F%C3%BC%22%5D%7D");
}

}  // namespace
}  // namespace docktor::net
