#include "remember/clock_file.h"

#include <gmock/gmock.h>

#include "net/host_clock.h"
#include "remember/journal/fake_disk.h"

namespace docktor::remember {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Instant kNoon{1'764'072'000'000ms};
const std::filesystem::path kFile = "/state/shop/clock.json";

/// A machine whose date can be set, and a daemon on it that can be killed.
class ClockFileTest : public testing::Test {
 protected:
  ClockFileTest() { Start(); }

  net::ClockMark Date() const { return {boot_, since_boot_, date_}; }
  net::ClockMark Mark() {
    return {boot_, since_boot_, std::chrono::floor<Duration>(steering_->At(since_boot_, date_))};
  }
  Instant Now() { return Mark().now; }

  /// A daemon, after whatever became of the one before.
  void Start() {
    file_.emplace(
        kFile, [this](const std::string& text) { warnings_.push_back(text); }, disk_);
    const auto start = file_->Begin(Date());
    steering_.emplace(start.since_boot, start.now);
    file_->Keep(Mark());
  }
  void SetDate(Duration by) { date_ += by; }
  /// The daemon keeps its clock every ten seconds, and looks at it each second.
  void Pass(Duration time) {
    for (Duration passed{0}; passed < time; passed += 1s) {
      since_boot_ += 1s;
      date_ += 1s;
      (void)Now();
      if (++seconds_ % 10 == 0) file_->Keep(Mark());
    }
  }
  void PassWithoutDaemon(Duration time) {
    since_boot_ += time;
    date_ += time;
  }
  void Reboot() {
    boot_ = "the next boot";
    since_boot_ = 20s;
  }

  FakeDisk disk_;
  std::vector<std::string> warnings_;

 private:
  std::string boot_ = "this boot";
  Duration since_boot_ = 1000s;
  Instant date_ = kNoon;
  int seconds_ = 0;
  std::optional<ClockFile> file_;
  std::optional<net::ClockSteering> steering_;
};

TEST_F(ClockFileTest, TheFirstClockBeginsAtTheDateWithoutAWord) {
  EXPECT_EQ(Now(), kNoon);
  EXPECT_THAT(warnings_, IsEmpty());
}

class DateSetTest : public ClockFileTest, public testing::WithParamInterface<Duration> {};
TEST_P(DateSetTest, UnderADaemonThatIsKilledEndsNothingEarlyOrLate) {
  Duration passed{0};
  for (const Duration time : {7s, 25s, 61s, 3s}) {
    SetDate(GetParam());
    Pass(time);
    passed += time;
    Start();
    EXPECT_LE(std::chrono::abs(Now() - kNoon - passed), passed / 10 + 2s) << ToText(passed);
    SetDate(-GetParam());
    Pass(time);
    passed += time;
    Start();
    EXPECT_LE(std::chrono::abs(Now() - kNoon - passed), passed / 10 + 2s) << ToText(passed);
  }
  EXPECT_THAT(warnings_, IsEmpty());
}
TEST_P(DateSetTest, WhileNoneRunsEndsNothingEarlyOrLate) {
  Pass(1min);
  SetDate(GetParam());
  PassWithoutDaemon(1min);
  Start();
  EXPECT_EQ(Now(), kNoon + 2min);
  Pass(100s);
  EXPECT_EQ(Now(), kNoon + 220s + (GetParam() > 0s ? 10s : -10s)) << "it follows the date as ever";
  EXPECT_THAT(warnings_, IsEmpty());
}
TEST_P(DateSetTest, BeforeTheMachineStartsAnewIsTheDate) {
  Pass(1min);
  SetDate(GetParam());
  Reboot();
  Start();
  EXPECT_EQ(Now(), kNoon + 1min + GetParam());
  EXPECT_THAT(warnings_, IsEmpty());
  PassWithoutDaemon(1min);
  SetDate(-GetParam());
  Start();
  EXPECT_EQ(Now(), kNoon + 2min + GetParam()) << "from then on that boot's clock counts";
}
INSTANTIATE_TEST_SUITE_P(By, DateSetTest, testing::Values(1h, -1h, 24h, -24h), [](const auto& test) {
  return (test.param > 0s ? "forth" : "back") + ToText(std::chrono::abs(test.param));
});

TEST_F(ClockFileTest, ADateThatIsWeeksOffIsTakenAtTheNextStartAndThatIsSaid) {
  SetDate(24h * 365);
  Pass(1min);
  Start();
  EXPECT_EQ(Now(), kNoon + 24h * 365 + 1min);
  EXPECT_THAT(warnings_, ElementsAre(testing::AllOf(HasSubstr(kFile.string()), HasSubstr("off the date"))));
}

TEST_F(ClockFileTest, NonsenseInTheFileIsSaidAndTheDateCounts) {
  const auto whole = disk_.Get(kFile);
  for (const std::string text :
       {"", "{", "[]", "7", "{}", R"({"boot":7})", R"({"boot":"this boot"})", R"({"boot":"this boot","since_boot":1})",
        R"({"boot":"this boot","since_boot":0,"now":"2025-11-25T12:00:00Z"})",
        R"({"boot":"this boot","since_boot":-1e300,"now":"2025-11-25T12:00:00Z"})",
        R"({"boot":"this boot","since_boot":1e300,"now":"2025-11-25T12:00:00Z"})",
        R"({"boot":"this boot","since_boot":1,"now":"9999-12-31T23:59:59Z"})",
        R"({"boot":"this boot","since_boot":1,"now":"0000-01-01T00:00:00Z"})",
        R"({"boot":"this boot","since_boot":1,"now":"yesterday"})"}) {
    SCOPED_TRACE(text);
    warnings_.clear();
    disk_.Put(kFile, text);
    Start();
    EXPECT_EQ(Now(), kNoon);
    EXPECT_EQ(disk_.Get(kFile), whole) << "it is put right";
    EXPECT_THAT(warnings_, ElementsAre(HasSubstr(kFile.string())));
  }
}

TEST_F(ClockFileTest, IsWrittenAgainOnlyOnceTheClockLeavesItsCourse) {
  ASSERT_TRUE(disk_.Remove(kFile));
  SetDate(1s);  // what a time server corrects
  Pass(1h);
  EXPECT_EQ(disk_.Get(kFile), "");
  SetDate(1h);
  Pass(20s);
  EXPECT_NE(disk_.Get(kFile), "");
}

TEST_F(ClockFileTest, ADiskThatRefusesIsToldOnceAndTriedAgain) {
  disk_.RefuseOpening(true);
  SetDate(1h);
  Pass(1min);
  EXPECT_THAT(warnings_, ElementsAre(HasSubstr("cannot be kept")));
  disk_.RefuseOpening(false);
  Pass(10s);
  Start();
  EXPECT_EQ(Now(), kNoon + 77s) << "seven seconds nearer to the date";
  EXPECT_EQ(warnings_.size(), 1u);
}

TEST(ClockFile, OfAMachineWhoseBootsCannotBeToldApartNothingIsKept) {
  FakeDisk disk;
  const auto refuse = [](const std::string& text) { ADD_FAILURE() << text; };
  ClockFile file(kFile, refuse, disk);
  file.Keep({"", 1000s, kNoon});
  EXPECT_EQ(disk.Get(kFile), "");
  disk.Put(kFile, R"({"boot":"","since_boot":1000,"now":"2025-11-25T12:00:00Z"})");
  const net::ClockMark date{"", 1060s, kNoon + 1h};
  EXPECT_EQ(file.Begin(date), date);
}

}  // namespace
}  // namespace docktor::remember
