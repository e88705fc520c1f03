#include "app/past.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "support/made_folder.h"
#include "support/movable_clock.h"

namespace docktor::app {
namespace {

using testing::HasSubstr;

const ServiceKey kWeb{"shop", "web"};

class PastTest : public testing::Test {
 protected:
  /// The tests of the log close it.
  PastTest() { spdlog::set_default_logger(std::make_shared<spdlog::logger>("past")); }
  std::unique_ptr<Past> Open() { return Past::Open(journal_, clock_, "shop").value(); }
  /// One life of the daemon, in which somebody ordered three replicas for ten minutes.
  void OrderThree() {
    const auto past = Open();
    const Override order{OverrideKind::kExactly, 3, Actor::kPerson, clock_.Now(), clock_.Now() + 10min};
    ASSERT_TRUE(past->journal().Append(OverrideSet{kWeb, order}));
  }
  void Damage(const std::string& from, const std::string& to) {
    const auto file = journal_ / "journal-000001.jsonl";
    std::ifstream in(file);
    std::string text(std::istreambuf_iterator<char>(in), {});
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    std::ofstream(file) << text.replace(at, from.size(), to);
  }

  test::MadeFolder folder_;
  std::filesystem::path journal_ = folder_.path() / "journal";
  test::MovableClock clock_;
};

TEST_F(PastTest, AnOrderOutlivesTheDaemon) {
  OrderThree();
  clock_.Advance(1min);
  const auto past = Open();
  EXPECT_EQ(past->memory().services.at(kWeb).override->count, 3);
  EXPECT_EQ(past->Loss(), std::nullopt);
}

TEST_F(PastTest, AnOrderThatWasChangedIsNotObeyedAndThatIsSaid) {
  OrderThree();
  Damage(R"("count":3)", R"("count":7)");
  const auto past = Open();
  EXPECT_FALSE(past->memory().services.contains(kWeb));
  EXPECT_THAT(past->Loss().value_or(""),
              HasSubstr("1 of its lines could not be used at the start, first journal-000001.jsonl:2: "));
}

TEST_F(PastTest, WhatWasNotKeptIsSaidForADay) {
  ASSERT_TRUE(Open()->journal().Append(RecordsLost{.first = clock_.Now(), .last = clock_.Now(), .count = 3}));
  clock_.Advance(20h);
  const auto past = Open();
  EXPECT_THAT(past->Loss().value_or(""), HasSubstr("3 records"));
  EXPECT_EQ(past->history().LostSince(clock_.Now() - 24h).size(), 1u);
  clock_.Advance(5h);
  EXPECT_EQ(past->Loss(), std::nullopt) << "of a daemon that goes on, too";
}

TEST_F(PastTest, AnOrderOfTheFutureLastsAsLongAsItWasToLast) {
  OrderThree();
  clock_.Advance(-1h);
  const auto past = Open();
  EXPECT_EQ(past->memory().services.at(kWeb).override->until, clock_.Now() + 10min);
}

TEST(LossInWords, TellsBothKinds) {
  EXPECT_EQ(LossInWords({}, 0), std::nullopt);
  EXPECT_EQ(LossInWords({2, "a:1: x"}, 0), "2 of its lines could not be used at the start, first a:1: x");
  EXPECT_EQ(LossInWords({}, 5), "5 records, for which there was no room in memory while the disk refused");
  EXPECT_EQ(LossInWords({1, "a:1: x"}, 5),
            "1 of its lines could not be used at the start, first a:1: x; 5 records, for which there was no "
            "room in memory while the disk refused");
}

}  // namespace
}  // namespace docktor::app
