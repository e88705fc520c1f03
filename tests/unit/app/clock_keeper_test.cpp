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
  bool IsKept() const { return FileOf(folder_).Begin({"boot", 1000s, kNoon}) == Mark(); }

 private:
  static remember::ClockFile FileOf(const test::MadeFolder& folder) {
    return {folder.path() / "clock.json", [](const std::string& text) { ADD_FAILURE() << text; }};
  }
  net::ClockMark Mark() const { return {"boot", 1000s, kNoon + Duration{left_.load()}}; }

  std::atomic<Duration::rep> left_{Duration{7s}.count()};
  test::MadeFolder folder_;
  remember::ClockFile file_ = FileOf(folder_);
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
