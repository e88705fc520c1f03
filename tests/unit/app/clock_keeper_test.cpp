#include "app/clock_keeper.h"

#include <atomic>
#include <optional>

#include <gtest/gtest.h>

#include "support/made_folder.h"
#include "support/within.h"

namespace docktor::app {
namespace {

constexpr Instant kNoon{1'764'072'000'000ms};

class ClockKeeperTest : public testing::Test {
 protected:
  void Start(Duration interval) {
    keeper_.emplace([this] { return Mark(); }, file_, interval);
  }
  void End() { keeper_.reset(); }
  /// So far the clock has left its course.
  void Leave(Duration by) { left_ = by.count(); }
  /// By the next start the date was set by as much as that.
  bool IsKept() const {
    const auto sets = FileOf(folder_, false).Begin({"boot", 1000s, kNoon + 1h});
    return sets.size() == 1 && sets[0].by == 1h - Duration{left_.load()};
  }

 private:
  static remember::ClockFile FileOf(const test::MadeFolder& folder, bool silent) {
    return {folder.path() / "clock.json", [silent](const std::string& text) {
              if (silent) ADD_FAILURE() << text;
            }};
  }
  net::ClockMark Mark() const { return {"boot", 1000s, kNoon + Duration{left_.load()}}; }

  std::atomic<Duration::rep> left_{Duration{7s}.count()};
  test::MadeFolder folder_;
  remember::ClockFile file_ = FileOf(folder_, true);
  std::optional<ClockKeeper> keeper_;
};

TEST_F(ClockKeeperTest, KeepsTheClockAtOnceAndAtTheEnd) {
  Start(24h);
  EXPECT_TRUE(test::Within(5s, [this] { return IsKept(); }));
  Leave(-20s);
  EXPECT_FALSE(IsKept());
  End();
  EXPECT_TRUE(IsKept());
}

TEST_F(ClockKeeperTest, KeepsItAgainAndAgain) {
  Start(10ms);
  for (const Duration left : {1min, 2min, -1min}) {
    Leave(left);
    EXPECT_TRUE(test::Within(5s, [this] { return IsKept(); })) << ToText(left);
  }
}

}  // namespace
}  // namespace docktor::app
