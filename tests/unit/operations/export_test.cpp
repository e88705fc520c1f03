#include "operations/past/export.h"

#include <gmock/gmock.h>

#include "unit/operations/awaited.h"

namespace docktor::operations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ExportTest : public testing::Test {
 protected:
  void SetUp() override {
    for (std::uint64_t id = 1; id <= 5; ++id)
      ASSERT_TRUE(world.journal->Append(Intent{ActionOf(id, id % 2 == 0 ? kWeb : kApi)}));
  }
  Result<ExportDecisionsOutput> Ask(const json::object& input) {
    return AskAndWait<ExportDecisionsOutput>(world, "decisions_export", input);
  }
  std::vector<std::uint64_t> Ids(const json::object& input) {
    const auto page = Ask(input);
    EXPECT_TRUE(page) << page.error().message;
    std::vector<std::uint64_t> ids;
    for (const auto& decision : page->decisions) ids.push_back(decision.id.value);
    return ids;
  }

  World world;
};

TEST_F(ExportTest, PagesFollowOneAnotherToTheEnd) {
  const auto first = Ask({{"limit", 3}});
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->decisions.size(), 3u);
  EXPECT_EQ(first->next, DecisionId{3});
  const auto second = Ask({{"limit", 3}, {"after", "d3"}});
  ASSERT_TRUE(second);
  EXPECT_EQ(second->decisions.size(), 2u);
  EXPECT_EQ(second->next, std::nullopt);
  EXPECT_EQ(second->decisions[0].action, "scale_up");
}

TEST_F(ExportTest, AServiceAndATimeNarrowIt) {
  EXPECT_THAT(Ids({{"service", "web"}}), ElementsAre(2u, 4u));
  EXPECT_THAT(Ids({{"since", "2m"}}).size(), 5u);
  EXPECT_THAT(Ids({{"since", "30s"}}), IsEmpty());
  EXPECT_THAT(Ids({{"since", "2020-01-01"}}).size(), 5u);
  EXPECT_THAT(Ids({{"since", ToRfc3339(kNow)}}), IsEmpty());
}

TEST_F(ExportTest, WhatMakesNoSenseIsRefused) {
  EXPECT_THAT(Ask({{"since", "tomorrow"}}).error().message, HasSubstr("since: 'tomorrow'"));
  EXPECT_THAT(Ask({{"limit", 0}}).error().message, HasSubstr("limit"));
  EXPECT_EQ(Ask({{"service", "wbe"}}).error().code, Errc::kNotFound);
}

}  // namespace
}  // namespace docktor::operations
