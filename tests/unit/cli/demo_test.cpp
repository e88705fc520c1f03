#include <gmock/gmock.h>

#include "cli/demo/play.h"
#include "cli/demo/simulated_stage.h"
#include "core/json.h"

namespace docktor::cli {
namespace {

using testing::HasSubstr;

const Instant kBegin{1'800'000'000s};

struct Played {
  Result<Story> story = Fail(Errc::kInternal, "not played");
  std::string said;
};

Played Play(Stage& stage) {
  Played played;
  DemoScreen screen{Look{}};
  testing::internal::CaptureStdout();
  played.story = PlayDemo(stage, screen);
  played.said = testing::internal::GetCapturedStdout();
  return played;
}

TEST(SimulatedDemo, RisesUnderLoadAndFallsAfterIt) {
  SimulatedStage stage(kBegin);
  const auto played = Play(stage);
  ASSERT_TRUE(played.story) << played.story.error().message;
  const auto& story = *played.story;
  EXPECT_EQ(story.least, 2);
  EXPECT_TRUE(story.Rose());
  EXPECT_TRUE(story.Fell());
  EXPECT_FALSE(story.Failed());
  EXPECT_LE(*story.ToDecision(), 5s);
  EXPECT_LE(*story.ToServing(), 10s);
  EXPECT_EQ(story.load_ended - story.load_began, 40s);
  EXPECT_LT(story.ended - story.load_ended, 60s);
}

TEST(SimulatedDemo, CountsTheRequests) {
  SimulatedStage stage(kBegin);
  const auto played = Play(stage);
  const auto summary = ParseJson(played.story->load_summary);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->at("requests").to_number<int>(), 1200);
  EXPECT_GT(summary->at("statuses").at("200").to_number<int>(), 1000);
  EXPECT_LE(summary->at("statuses").at("200").to_number<int>(), 1200);
}

TEST(SimulatedDemo, TellsEachStepAndDecisionAndWhatToDoNext) {
  SimulatedStage stage(kBegin);
  const auto played = Play(stage);
  EXPECT_THAT(played.said, HasSubstr("load begins"));
  EXPECT_THAT(played.said, HasSubstr("calm again"));
  EXPECT_THAT(played.said, HasSubstr("web: 2 of 2 ready"));
  const auto told = RenderStory(*played.story, {}, After::kSimulated);
  EXPECT_THAT(told, HasSubstr("overload → decision"));
  EXPECT_THAT(told, HasSubstr("scripts/run"));
}

TEST(SimulatedDemo, PassesATenthOfItsTime) {
  Duration passed{0};
  SimulatedStage stage(kBegin, [&](Duration time) { passed += time; });
  Play(stage);
  EXPECT_EQ(SimulatedStage::kSpeedUp * passed, stage.Now() - kBegin);
}

TEST(SimulatedDemo, IsTheSameEachTime) {
  SimulatedStage once(kBegin), again(kBegin);
  EXPECT_EQ(Play(once).said, Play(again).said);
}

}  // namespace
}  // namespace docktor::cli
