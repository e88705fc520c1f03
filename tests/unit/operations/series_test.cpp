#include <gmock/gmock.h>

#include "operations/past/history.h"
#include "unit/operations/awaited.h"

namespace docktor::operations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Sampled every ten seconds for an hour; busier in its last half.
class SeriesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto store = remember::Store::Open(world.folder.path / "store.duckdb");
    ASSERT_TRUE(store) << store.error().message;
    std::vector<remember::Sample> samples;
    for (auto at = kNow - 1h; at < kNow; at += 10s) {
      const bool late = at >= kNow - 30min;
      samples.push_back(
          {kWeb, at, late ? 4 : 2, late ? 3 : 2, {{.name = "cpu.utilization", .mean = late ? 0.9 : 0.3}}});
    }
    ASSERT_TRUE(store->Add(samples));
  }
  Result<HistoryOutput> Ask(json::object input) {
    input.emplace("service", "web");
    return AskAndWait<HistoryOutput>(world, "history", input);
  }

  World world;
};

TEST_F(SeriesTest, HasNoMorePointsThanWanted) {
  for (const auto& [points, step] : {std::pair{500, 10s}, {360, 10s}, {100, 40s}, {2, 1800s}, {1, 3600s}}) {
    const auto series = Ask({{"points", points}});
    ASSERT_TRUE(series) << series.error().message;
    EXPECT_EQ(series->step, step) << points;
    EXPECT_LE(series->points.size(), static_cast<std::size_t>(points) + 1) << "steps begin at round times";
    EXPECT_GE(series->points.size(), static_cast<std::size_t>(3600s / step));
  }
}

TEST_F(SeriesTest, TellsTheSignalAndWhoCarriedIt) {
  const auto series = Ask({{"points", 60}, {"since", "50m"}});
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_EQ(series->service, kWeb);
  EXPECT_THAT(series->signals, ElementsAre("cpu.utilization"));
  EXPECT_EQ(series->target, 0.6);
  EXPECT_EQ(series->min, 2);
  EXPECT_EQ(series->max, 10);
  const auto& first = series->points.front();
  const auto& last = series->points.back();
  EXPECT_GE(first.at, kNow - 51min);
  EXPECT_NEAR(first.mean, 0.3, 1e-9);
  EXPECT_EQ(first.running, 2);
  EXPECT_NEAR(last.high, 0.9, 1e-9);
  EXPECT_EQ(last.ready, 3);
}

TEST_F(SeriesTest, WhereNothingWasSampledThereIsNothing) {
  EXPECT_THAT(Ask({{"signal", "queue.length"}})->points, IsEmpty());
  EXPECT_THAT(AskAndWait<HistoryOutput>(world, "history", {{"service", "api"}})->points, IsEmpty());
}

TEST_F(SeriesTest, RefusesWhatIsNoQuestion) {
  for (const json::object& wrong :
       {json::object{{"points", 0}}, {{"points", 5001}}, {{"since", "later"}}, {{"service", "wbe"}}})
    EXPECT_FALSE(Ask(wrong)) << WriteJson(wrong);
}

TEST(StepFor, OfWhatIsOlderThanTwoDaysThereAreMinutesOnly) {
  EXPECT_EQ(StepFor(kNow - 47h, kNow, 100'000), 10s);
  EXPECT_EQ(StepFor(kNow - 49h, kNow, 100'000), 60s);
  EXPECT_EQ(StepFor(kNow, kNow, 10), 10s);
  EXPECT_EQ(StepFor(kNow + 1h, kNow, 10), 10s);
}

}  // namespace
}  // namespace docktor::operations
