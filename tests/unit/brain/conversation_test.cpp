/// A model that talks with a person and uses tools: what bounds it, and that nothing is done but by a tool.
#include "brain/conversation/conversation.h"

#include <gmock/gmock.h>

#include "support/movable_clock.h"
#include "unit/brain/scripted.h"

namespace docktor::brain {
namespace {

using testing::HasSubstr;

/// Two tools, and what was asked of them.
class FakeTools final : public ToolBox {
 public:
  std::vector<Tool> Tools() const override { return {{"status", "how all is", {}}, {"scale", "another count", {}}}; }
  std::string Use(const ToolCall& call) override {
    used.push_back(call.name + WriteJson(call.arguments));
    return answer;
  }
  std::vector<std::string> used;
  std::string answer = R"({"running":3})";
};

Answer Says(const std::string& text) { return Reply{.text = text, .usage = {100, 10}}; }
Answer Calls(const std::string& name, json::object arguments = {}) {
  return Reply{.text = "", .calls = {{"c", name, std::move(arguments)}}, .finish = Finish::kCalls, .usage = {100, 10}};
}

class ConversationTest : public testing::Test {
 protected:
  tl::expected<Talked, Failure> Ask(const TalkLimits& limits = {}) {
    return Converse(
        model, tools, {{.text = "how is web?"}}, limits, clock,
        {.on_step = [&](const Step&) { ++steps; }, .on_text = [&](std::string_view text) { heard += text; }});
  }
  test::MovableClock clock;
  Scripted model;
  FakeTools tools;
  int steps = 0;
  std::string heard;
};

TEST_F(ConversationTest, LooksThenAnswers) {
  model.answers = {Calls("status"), Says("  Three replicas run.\n")};
  const auto talked = Ask();
  ASSERT_TRUE(talked);
  EXPECT_EQ(talked->text, "Three replicas run.");
  EXPECT_FALSE(talked->cut);
  EXPECT_EQ(talked->usage.tokens_in, 200);
  EXPECT_EQ(steps, 1);
  const auto& turns = model.asked[1].turns;
  ASSERT_EQ(turns.size(), 3u);
  EXPECT_EQ(turns[1].calls[0].name, "status");
  EXPECT_EQ(turns[2].speaker, Turn::Speaker::kTool);
  EXPECT_EQ(turns[2].text, R"({"running":3})");
}

TEST_F(ConversationTest, OnceNobodyWaitsNothingMoreIsAskedOrDone) {
  bool there = true;
  Reply both{.text = "", .finish = Finish::kCalls};
  both.calls = {{"a", "status", {}}, {"b", "scale", {{"replicas", 9}}}};
  model.answers = {both};
  const auto talked = Converse(model, tools, {{.text = "scale web"}}, {}, clock,
                               {.on_step = [&](const Step&) { there = false; }, .wanted = [&] { return there; }});
  ASSERT_FALSE(talked);
  EXPECT_EQ(talked.error().trouble, Trouble::kGivenUp);
  EXPECT_EQ(tools.used, (std::vector<std::string>{"status{}"})) << "the person has gone by then";
  EXPECT_EQ(model.asked.size(), 1u);
}

TEST_F(ConversationTest, WhatTheModelSaysIsHeardMeanwhileWithoutControlCharacters) {
  model.answers = {Says("red \x1b[31malert\nnow")};
  ASSERT_TRUE(Ask());
  EXPECT_EQ(heard, "red  [31malert\nnow");
}

TEST_F(ConversationTest, TheSameCallIsMadeOnce) {
  model.answers = {Calls("scale", {{"replicas", 4}}), Calls("scale", {{"replicas", 4}}),
                   Calls("scale", {{"replicas", 5}}), Says("done")};
  ASSERT_TRUE(Ask());
  EXPECT_THAT(tools.used, testing::ElementsAre("scale{\"replicas\":4}", "scale{\"replicas\":5}"));
  EXPECT_THAT(model.asked[2].turns.back().text, HasSubstr("made already"));
}

TEST_F(ConversationTest, OneThatOnlyCallsIsEndedAndAnswersFromWhatItHas) {
  for (int i = 0; i < 7; ++i) model.answers.push_back(Calls("status", {{"n", i}}));
  model.answers.push_back(Says("It runs, I think."));
  const auto talked = Ask();
  ASSERT_TRUE(talked);
  EXPECT_TRUE(talked->cut);
  EXPECT_EQ(talked->text, "It runs, I think.");
  EXPECT_EQ(model.asked.size(), 8u);
  EXPECT_FALSE(model.asked.back().may_call);
}

TEST_F(ConversationTest, CallsTokensAndTimeAreBounded) {
  Reply many{.text = "", .finish = Finish::kCalls};
  for (int i = 0; i < 40; ++i) many.calls.push_back({"c", "status", {{"n", i}}});
  model.answers = {many, Says("so")};
  ASSERT_TRUE(Ask());
  EXPECT_EQ(tools.used.size(), 16u);

  model.answers = {Calls("status", {{"n", 100}}), Says("so")};
  ASSERT_TRUE(Ask({.most_tokens = 50})) << "over after the first";

  model.answers = {Says("so")};
  const auto late = Ask({.longest = 0s});
  ASSERT_TRUE(late);
  EXPECT_TRUE(late->cut);
}

TEST_F(ConversationTest, LongAnswersOfToolsAreCut) {
  tools.answer = std::string(10'000, 'x');
  model.answers = {Calls("status"), Says("much")};
  ASSERT_TRUE(Ask({.most_result = 100}));
  EXPECT_LT(model.asked[1].turns.back().text.size(), 140u);
  EXPECT_THAT(model.asked[1].turns.back().text, HasSubstr("9900 more bytes"));
}

TEST_F(ConversationTest, WordsAreCleaned) {
  model.answers = {Says("a\x1b[31mb\nc")};
  EXPECT_EQ(Ask()->text, "a [31mb\nc");
}

TEST_F(ConversationTest, AnAnswerThatIsCutSaysSo) {
  model.answers = {Reply{.text = "web, worker and", .finish = Finish::kCut}};
  EXPECT_EQ(Ask()->text, "web, worker and … (the rest is missing: the answer was too long)");
}

TEST_F(ConversationTest, WhatARefusalWantsDoneIsNotDone) {
  model.answers = {Reply{.text = "", .calls = {{"c", "scale", {}}}, .finish = Finish::kRefused}};
  EXPECT_EQ(Ask()->text, "The model would not answer.");
  EXPECT_TRUE(tools.used.empty());
}

TEST_F(ConversationTest, AModelThatFailsIsTold) {
  model.answers = {Calls("status"), tl::unexpected(Failure{Trouble::kBusy, {Errc::kUnavailable, "slow down"}})};
  const auto talked = Ask();
  ASSERT_FALSE(talked);
  EXPECT_EQ(talked.error().trouble, Trouble::kBusy);
}

}  // namespace
}  // namespace docktor::brain
