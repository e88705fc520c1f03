#include "decide/schedule.h"

#include <gtest/gtest.h>

namespace docktor::decide {
namespace {

Instant At(const char* text) { return ParseInstant(text).value(); }

const Schedule kOffice{.name = "office", .start = "0 8 * * mon-fri", .end = "0 18 * * *", .min = 4};

TEST(Scheduled, HoldsFromStartToEnd) {
  struct Case {
    const char* now;
    bool in_force;
  };
  for (const auto& c :
       {Case{"2026-03-02T07:59:59Z", false}, Case{"2026-03-02T08:00:00Z", true}, Case{"2026-03-02T17:59:59Z", true},
        Case{"2026-03-02T18:00:00Z", false}, Case{"2026-03-07T12:00:00Z", false}})
    EXPECT_EQ(Scheduled({kOffice}, At(c.now)).size(), c.in_force ? 1 : 0) << c.now;
}

TEST(Scheduled, SaysWhatAndUntilWhen) {
  const auto limits = Scheduled({kOffice}, At("2026-03-02T09:00:00Z"));
  ASSERT_EQ(limits.size(), 1);
  EXPECT_EQ(limits[0].floor, 4);
  EXPECT_EQ(limits[0].ceiling, kNoCeiling);
  EXPECT_EQ(limits[0].until, At("2026-03-02T18:00:00Z"));
  EXPECT_EQ(limits[0].evidence.subject, "office");
}

TEST(Scheduled, AWindowMayCrossMidnight) {
  const Schedule night{.start = "0 22 * * *", .end = "0 6 * * *", .exactly = 0};
  EXPECT_EQ(Scheduled({night}, At("2026-03-02T03:00:00Z")).at(0).ceiling, 0);
  EXPECT_TRUE(Scheduled({night}, At("2026-03-02T12:00:00Z")).empty());
}

TEST(Scheduled, TheNextTurnIsTheNearest) {
  EXPECT_EQ(NextTurn({kOffice}, At("2026-03-02T09:00:00Z")), At("2026-03-02T18:00:00Z"));
  EXPECT_EQ(NextTurn({kOffice}, At("2026-03-02T18:00:00Z")), At("2026-03-03T08:00:00Z"));
  EXPECT_FALSE(NextTurn({}, At("2026-03-02T18:00:00Z")));
}

}  // namespace
}  // namespace docktor::decide
