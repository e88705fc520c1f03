#include "app/outlook_feed.h"

#include <future>

#include <gmock/gmock.h>

#include "support/made_folder.h"
#include "support/movable_clock.h"

namespace docktor::app {
namespace {

const ServiceKey kSlow{"shop", "slow"};

/// A store that knows two days of a steady load of `kSlow`, each minute.
class OutlookFeedTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(folder.path() / "journal");
    auto file = remember::Store::Open(folder.path() / "store.duckdb");
    ASSERT_TRUE(file) << file.error().message;
    std::vector<remember::Sample> samples;
    for (auto at = clock.Now() - 48h; at < clock.Now(); at += 1min)
      samples.push_back({kSlow, at, 4, 4, {{.name = "cpu.utilization", .mean = 0.51}}});
    ASSERT_TRUE(file->Add(samples));
    ASSERT_TRUE(file->Condense(clock.Now()));
  }

  static pilot::ServiceView View(const std::string& name, Strategy strategy, std::optional<Duration> start_time) {
    const ServiceKey key{"shop", name};
    return {.key = key, .spec = {.key = key, .enabled = true, .strategy = strategy}, .start_time = start_time};
  }

  test::MadeFolder folder;
  test::MovableClock clock;
};

TEST_F(OutlookFeedTest, TellsThoseWhoseReplicasStartSlowlyWhatTheirPastSays) {
  std::promise<forecast::Outlook> told;
  remember::StoreKeeper store({.journal = folder.path() / "journal",
                               .file = folder.path() / "store.duckdb",
                               .clock = clock,
                               .look = [] { return std::vector<remember::Sample>{}; },
                               .warn = [](const std::string& text) { ADD_FAILURE() << text; }});
  auto unused = View("unused", Strategy::kAdaptive, 2min);
  unused.spec.enabled = false;
  const auto services = std::make_shared<const pilot::Snapshot>(pilot::Snapshot{
      .at = clock.Now(),
      .services = {View("quick", Strategy::kAdaptive, 20s), View("slow", Strategy::kAdaptive, 2min),
                   View("target", Strategy::kTarget, 2min), unused, View("zero", Strategy::kAdaptive, std::nullopt)}});
  OutlookFeed feed({.clock = clock,
                    .store = store,
                    .latest = [&] { return services; },
                    .tell =
                        [&](const ServiceKey& service, forecast::Outlook outlook) {
                          EXPECT_EQ(service, kSlow);
                          told.set_value(std::move(outlook));
                        }});
  feed.Look();
  auto outlook = told.get_future();
  ASSERT_EQ(outlook.wait_for(20s), std::future_status::ready);
  const auto points = outlook.get().points;
  ASSERT_EQ(points.size(), 288u);
  EXPECT_NEAR(points[12].middle, 2, 0.01) << "four at 51 % do the work of two, beside being there";
}

}  // namespace
}  // namespace docktor::app
