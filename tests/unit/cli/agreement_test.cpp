#include "cli/chat/agreement.h"

#include <gmock/gmock.h>

#include "cli/render/render.h"

namespace docktor::cli {
namespace {

const operations::PromptOutput kAsked{.understood = "docktor pause web --for 1h",
                                      .assumed = {"for 1h, since no end was said"},
                                      .asks = true,
                                      .note = "",
                                      .operation = "pause",
                                      .answer = nullptr,
                                      .said = "Nothing was done yet."};

TEST(Agreement, IsWantedOfWhatAsks) {
  EXPECT_EQ(chat::AskedAbout(ToJson(kAsked)), "docktor pause web --for 1h");
  auto told = kAsked;
  told.asks = false;
  EXPECT_FALSE(chat::AskedAbout(ToJson(told)));
  EXPECT_FALSE(chat::AskedAbout(json::value("nothing of a prompt")));
}

TEST(Agreement, IsAYesAndNothingElse) {
  for (const auto* yes : {"yes", "Yes.", " y", "OK!", "do it", "go ahead", "sure"}) {
    EXPECT_TRUE(chat::IsYes(yes)) << yes;
    EXPECT_FALSE(chat::IsNo(yes)) << yes;
  }
  for (const auto* no : {"no", "N", "No, thanks.", "don't", "cancel"}) {
    EXPECT_TRUE(chat::IsNo(no)) << no;
    EXPECT_FALSE(chat::IsYes(no)) << no;
  }
  for (const auto* other : {"", "yes but for api", "what is web doing?", "until 7pm", "nope, until 7pm", "ja"}) {
    EXPECT_FALSE(chat::IsYes(other)) << other;
    EXPECT_FALSE(chat::IsNo(other)) << other;
  }
}

TEST(Agreement, WhatIsAskedIsShownAndIsNoSuccess) {
  EXPECT_EQ(Render("prompt", ToJson(kAsked), {}),
            "→ docktor pause web --for 1h\n  for 1h, since no end was said\nNothing was done yet.\n");
  EXPECT_EQ(MeaningOf("prompt", ToJson(kAsked)), kUsage);
  EXPECT_EQ(Render("prompt", ToJson(operations::PromptOutput{.answer = nullptr, .said = "Nothing was done."}), {}),
            "Nothing was done.\n");
}

}  // namespace
}  // namespace docktor::cli
