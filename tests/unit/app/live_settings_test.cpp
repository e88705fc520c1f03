#include "app/live_settings.h"

#include <gtest/gtest.h>

namespace docktor::app {
namespace {

settings::Settings WithMax(int max) {
  settings::Written written;
  written.project.defaults.max = settings::Said<int>{max, {"docktor.yaml:1:1"}};
  return settings::Settings(std::move(written));
}
int MaxOf(const settings::Settings& settings) { return settings.SpecOf({.key = {"shop", "web"}}, {}).max; }

TEST(LiveSettings, WhatIsRightTakesThePlaceOfTheOldAndWhatIsWrongDoesNot) {
  Result<settings::Settings> next = WithMax(7);
  LiveSettings live(WithMax(5), [&] { return next; });
  EXPECT_EQ(MaxOf(*live.Now()), 5);
  const auto held = live.Now();
  ASSERT_TRUE(live.Reload());
  EXPECT_EQ(MaxOf(*live.Now()), 7);
  EXPECT_EQ(MaxOf(*held), 5) << "whoever is at work with the old ones keeps them";

  next = Fail(Errc::kInvalidInput, "docktor.yaml:3:7: max: 'ten' is not a whole number");
  EXPECT_FALSE(live.Reload());
  EXPECT_EQ(MaxOf(*live.Now()), 7);
  EXPECT_EQ(live.Trouble(), "docktor.yaml:3:7: max: 'ten' is not a whole number");

  next = WithMax(9);
  ASSERT_TRUE(live.Reload());
  EXPECT_EQ(live.Trouble(), std::nullopt);
}

}  // namespace
}  // namespace docktor::app
