#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include "app/past.h"
#include "support/made_folder.h"
#include "support/movable_clock.h"

namespace docktor::app {
namespace {

const ServiceKey kWeb{"shop", "web"};

TEST(PastResize, WhatReplicasOrdinarilyHaveIsKnownThoughOtherActionsFollowed) {
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("past"));  // the tests of the log close it
  const test::MadeFolder folder;
  test::MovableClock clock;
  const auto act = [&](Past& past, std::uint64_t id, Action action) {
    action.decision = {id};
    action.service = kWeb;
    ASSERT_TRUE(past.journal().Append(
        Intent{{.id = action.decision, .service = kWeb, .at = clock.Now(), .action = std::move(action)}}));
    ASSERT_TRUE(past.journal().Append(
        ActionEnded{{.decision = {id}, .service = kWeb, .at = clock.Now(), .ok = true, .added = {{"web-2"}}}}));
  };
  {
    const auto past = Past::Open(folder.path() / "journal", clock, "shop").value();
    act(*past, 10, {.from = 1, .to = 1, .resize = Resize{0.5, 2, 0.5, "hash"}});
    act(*past, 11, {.from = 1, .to = 2, .add = 1});
  }
  clock.Advance(2h);
  const auto past = Past::Open(folder.path() / "journal", clock, "shop").value();
  const auto& web = past->memory().services.at(kWeb);
  ASSERT_TRUE(web.resized);
  EXPECT_EQ(web.resized->ordinary, 0.5);
  EXPECT_EQ(web.last_target, 2) << "the newest action is the last";
  EXPECT_FALSE(web.open);
  EXPECT_TRUE(web.cut_short.empty());
}

}  // namespace
}  // namespace docktor::app
