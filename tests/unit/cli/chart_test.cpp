#include "cli/simulate/chart.h"

#include <gmock/gmock.h>

#include "cli/simulate/columns.h"
#include "cli/simulate/ticks.h"

namespace docktor::cli::simulate {
namespace {

using ::docktor::simulate::Moment;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> Labels(const std::vector<Tick>& ticks) {
  std::vector<std::string> labels;
  for (const auto& tick : ticks) labels.push_back(tick.label);
  return labels;
}

TEST(Ticks, OfCountsAreWholeAndReachTheMost) {
  EXPECT_THAT(Labels(CountTicks(1)), ElementsAre("0", "1"));
  EXPECT_THAT(Labels(CountTicks(5.5)), ElementsAre("0", "1", "2", "3", "4", "5", "6"));
  EXPECT_THAT(Labels(CountTicks(27)), ElementsAre("0", "5", "10", "15", "20", "25", "30"));
  EXPECT_THAT(Labels(CountTicks(700)), ElementsAre("0", "200", "400", "600", "800"));
}

TEST(Ticks, OfTimeSuitTheLengthOfTheRun) {
  EXPECT_THAT(Labels(TimeTicks(50)),
              ElementsAre("0", "5 s", "10 s", "15 s", "20 s", "25 s", "30 s", "35 s", "40 s", "45 s", "50 s"));
  EXPECT_THAT(Labels(TimeTicks(3000)), ElementsAre("0", "5 min", "10 min", "15 min", "20 min", "25 min", "30 min",
                                                   "35 min", "40 min", "45 min", "50 min"));
  EXPECT_THAT(Labels(TimeTicks(9000)), ElementsAre("0", "30 min", "1 h", "1:30 h", "2 h", "2:30 h"));
  EXPECT_THAT(Labels(TimeTicks(86'400)).back(), "1 d");
  EXPECT_THAT(Labels(TimeTicks(2.2 * 86'400)),
              ElementsAre("0", "6 h", "12 h", "18 h", "1 d", "1 d 6 h", "1 d 12 h", "1 d 18 h", "2 d"));
  EXPECT_THAT(Labels(TimeTicks(7 * 86'400)), ElementsAre("0", "1 d", "2 d", "3 d", "4 d", "5 d", "6 d", "7 d"));
  EXPECT_LE(TimeTicks(400 * 86'400.0).size(), 13u);
}

TEST(Columns, KeepWhatStandsOut) {
  std::vector<double> values(1000, 5);
  values[333] = 50;
  values[777] = 1;
  const auto columns = Columns(values.size(), 10, [&](std::size_t i) { return values[i]; });
  ASSERT_EQ(columns.size(), 10u);
  EXPECT_EQ(columns[3].high, 50);
  EXPECT_TRUE(columns[3].rises);
  EXPECT_EQ(columns[7].low, 1);
  EXPECT_FALSE(columns[7].rises);
  EXPECT_EQ(columns[3].last, 5);
}

TEST(Columns, OfAShortSeriesAreItsValues) {
  const auto columns = Columns(3, 10, [](std::size_t i) { return double(i); });
  ASSERT_EQ(columns.size(), 3u);
  EXPECT_EQ(columns[2].low, 2);
  EXPECT_EQ(columns[2].high, 2);
}

/// A load that swings, and a count that follows it; slow requests in a tenth of the time where they are wanted.
Panel Swinging(std::string name, std::size_t ticks, bool slow) {
  Panel panel{.name = std::move(name), .words = "cost 1.2"};
  for (std::size_t i = 0; i < ticks; ++i) {
    const int wanted = 4 + static_cast<int>(i / 7 % 5);
    panel.moments.push_back({.at = Instant{1'800'000'000s} + i * 5s,
                             .needed = 3 + 0.1 * static_cast<double>(i % 40),
                             .wanted = wanted,
                             .violated = slow && i % 100 < 10 ? 0.2 : 0});
  }
  return panel;
}

TEST(Chart, HasAPanelForEachStrategyWithOneLoadAndOneScale) {
  const auto svg = DrawChart("a day & a <night>", {Swinging("adaptive", 500, true), Swinging("target", 500, false)});
  EXPECT_EQ(svg.find("<svg "), 0u);
  EXPECT_THAT(svg, HasSubstr("a day &amp; a &lt;night>"));
  EXPECT_THAT(svg, HasSubstr(">adaptive</text>"));
  EXPECT_THAT(svg, HasSubstr(">target</text>"));
  EXPECT_THAT(svg, HasSubstr("prefers-color-scheme:dark"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
}

TEST(Chart, MarksSlowRequestsOnlyWhereThereWereSome) {
  EXPECT_THAT(DrawChart("x", {Swinging("a", 500, true)}), HasSubstr("class=\"shade\""));
  EXPECT_THAT(DrawChart("x", {Swinging("a", 500, false)}), Not(HasSubstr("class=\"shade\"")));
}

TEST(Chart, OfALongRunIsNoLargerThanOneCanSend) {
  const auto svg =
      DrawChart("a week", {Swinging("a", 120'960, true), Swinging("b", 120'960, true), Swinging("c", 120'960, true)});
  EXPECT_LT(svg.size(), 300'000u);
}

TEST(Chart, OfNoLoadAtAllIsDrawnToo) {
  Panel idle{.name = "a"};
  idle.moments.resize(2);
  idle.moments[1].at += 5s;
  const auto svg = DrawChart("nothing", {idle});
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace docktor::cli::simulate
