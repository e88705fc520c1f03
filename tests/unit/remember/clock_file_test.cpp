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

/// A machine whose date can be set, and a daemon on it that can be killed. It has stamped something at noon.
class ClockFileTest : public testing::Test {
 protected:
  ClockFileTest() { Start(); }

  net::ClockMark Date() const { return {boot_, since_boot_, date_}; }
  net::ClockMark Mark() {
    return {boot_, since_boot_, std::chrono::floor<Duration>(steering_->At(since_boot_, date_))};
  }
  /// How long that is ago, by the clock and what is known of sets.
  Duration Ago() {
    auto at = kNoon;
    for (const auto& set : sets_)
      if (kNoon <= set.before) at += set.by;
    return Mark().now - at;
  }

  /// A daemon, after whatever became of the one before.
  void Start() {
    file_.emplace(
        kFile, [this](const std::string& text) { warnings_.push_back(text); }, disk_);
    sets_ = file_->Begin(Date());
    steering_.emplace(since_boot_, date_);
    file_->Keep(Mark());
  }
  void SetDate(Duration by) { date_ += by; }
  /// The daemon keeps its clock every ten seconds, and looks at it each second.
  void Pass(Duration time) {
    for (Duration passed{0}; passed < time; passed += 1s) {
      since_boot_ += 1s;
      date_ += 1s;
      const auto mark = Mark();
      if (++seconds_ % 10 == 0) file_->Keep(mark);
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
  std::vector<DateSet> sets_;

 private:
  std::string boot_ = "this boot";
  Duration since_boot_ = 1000s;
  Instant date_ = kNoon;
  int seconds_ = 0;
  std::optional<ClockFile> file_;
  std::optional<net::ClockSteering> steering_;
};

TEST_F(ClockFileTest, WhereTheDateIsNotSetNothingIsSaid) {
  for (const Duration time : {0s, 7s, 3600s}) {
    Pass(time);
    Start();
    EXPECT_THAT(sets_, IsEmpty());
  }
  EXPECT_THAT(warnings_, IsEmpty());
}

class DateSetTest : public ClockFileTest, public testing::WithParamInterface<Duration> {};
TEST_P(DateSetTest, UnderADaemonThatIsKilledIsKnownAtEachStartAfterIt) {
  Duration passed{0};
  for (const Duration time : {7s, 25s, 61s, 3s}) {
    SetDate(GetParam());
    Pass(time);
    passed += time;
    Start();
    EXPECT_EQ(Mark().now, Date().now) << "the clock begins with the date";
    EXPECT_LE(std::chrono::abs(Ago() - passed), passed / 10 + 2s) << ToText(passed);
    Start();
    EXPECT_LE(std::chrono::abs(Ago() - passed), passed / 10 + 2s) << "once more";
  }
  EXPECT_EQ(sets_.size(), 4u);
  EXPECT_EQ(warnings_.size(), 4u);
}
TEST_P(DateSetTest, WhileNoneRunsIsKnown) {
  Pass(1min);
  SetDate(GetParam());
  PassWithoutDaemon(1min);
  Start();
  EXPECT_EQ(Ago(), 2min);
  EXPECT_THAT(warnings_, ElementsAre(HasSubstr("was set forth by " + ToText(GetParam()))));
}
TEST_P(DateSetTest, AndBackAgainIsForgotten) {
  SetDate(GetParam());
  Start();
  SetDate(-GetParam());
  PassWithoutDaemon(1min);
  Start();
  EXPECT_THAT(sets_, IsEmpty());
  EXPECT_EQ(Ago(), 1min);
}
TEST_P(DateSetTest, AmidARestartOfTheMachineHasPassed) {
  Pass(1min);
  SetDate(GetParam());
  Reboot();
  Start();
  EXPECT_EQ(Ago(), 1min + GetParam());
  SetDate(GetParam());
  Start();
  EXPECT_EQ(Ago(), 1min + GetParam()) << "from then on that boot's clock counts";
}
TEST_P(DateSetTest, IsForgottenAfterTwoDays) {
  SetDate(GetParam());
  Start();
  PassWithoutDaemon(49h);
  Start();
  EXPECT_THAT(sets_, IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(By, DateSetTest, testing::Values(1h, 24h),
                         [](const auto& test) { return ToText(test.param); });

TEST_F(ClockFileTest, ADateThatIsWeeksOffIsTakenAndThatIsSaid) {
  SetDate(24h * 365);
  Pass(1min);
  Start();
  EXPECT_THAT(sets_, IsEmpty());
  EXPECT_THAT(warnings_, ElementsAre(testing::AllOf(HasSubstr(kFile.string()), HasSubstr("off the date"))));
}

TEST_F(ClockFileTest, OnlySoManySetsAreKept) {
  for (int i = 0; i < 100; ++i) {
    SetDate(10min);
    PassWithoutDaemon(1s);
    Start();
  }
  EXPECT_EQ(sets_.size(), 16u);
}

TEST_F(ClockFileTest, NonsenseInTheFileIsSaidAndNothingWasSet) {
  const auto whole = disk_.Get(kFile);
  const std::string mark = R"({"boot":"this boot","since_boot":1000,"now":"2025-11-25T12:00:00Z"})";
  for (const std::string& text :
       {std::string(""), std::string("{"), std::string("[]"), std::string("7"), std::string("{}"),
        std::string(R"({"mark":7,"sets":[]})"), R"({"mark":)" + mark + R"(,"sets":7})",
        R"({"mark":)" + mark + R"(,"sets":[7]})", R"({"mark":)" + mark + R"(,"sets":[{"before":"yesterday","by":1}]})",
        std::string(R"({"mark":{"boot":"this boot","since_boot":0,"now":"2025-11-25T12:00:00Z"},"sets":[]})"),
        std::string(R"({"mark":{"boot":"this boot","since_boot":-1e300,"now":"2025-11-25T12:00:00Z"},"sets":[]})"),
        std::string(R"({"mark":{"boot":"this boot","since_boot":1,"now":"9999-12-31T23:59:59Z"},"sets":[]})"),
        std::string(R"({"mark":{"boot":"this boot","since_boot":1,"now":"0000-01-01T00:00:00Z"},"sets":[]})")}) {
    SCOPED_TRACE(text);
    warnings_.clear();
    disk_.Put(kFile, text);
    Start();
    EXPECT_THAT(sets_, IsEmpty());
    EXPECT_EQ(disk_.Get(kFile), whole) << "it is put right";
    EXPECT_THAT(warnings_, ElementsAre(HasSubstr(kFile.string())));
  }
}

TEST_F(ClockFileTest, SetsThatCannotHaveBeenAreLeftOut) {
  for (const std::string set :
       {R"({"before":"2025-11-25T11:00:00Z","by":-60})", R"({"before":"2025-11-25T11:00:00Z","by":0})",
        R"({"before":"2025-11-25T11:00:00Z","by":1e9})", R"({"before":"2025-11-25T11:59:00Z","by":61})",
        R"({"before":"9999-12-31T23:59:59Z","by":60})", R"({"before":"2025-11-20T11:59:00Z","by":60})"}) {
    disk_.Put(kFile,
              R"({"mark":{"boot":"this boot","since_boot":1000,"now":"2025-11-25T12:00:00Z"},"sets":[)" + set + "]}");
    Start();
    EXPECT_THAT(sets_, IsEmpty()) << set;
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
  EXPECT_EQ(Ago(), 77s) << "seven seconds nearer to the date";
}

TEST(ClockFile, OfAMachineWhoseBootsCannotBeToldApartNothingIsKept) {
  FakeDisk disk;
  const auto refuse = [](const std::string& text) { ADD_FAILURE() << text; };
  ClockFile file(kFile, refuse, disk);
  file.Keep({"", 1000s, kNoon});
  EXPECT_EQ(disk.Get(kFile), "");
  disk.Put(kFile, R"({"mark":{"boot":"","since_boot":1000,"now":"2025-11-25T12:00:00Z"},"sets":[]})");
  EXPECT_THAT(file.Begin({"", 1060s, kNoon + 1h}), IsEmpty());
}

}  // namespace
}  // namespace docktor::remember
