#include "brain/examination.h"

#include <gtest/gtest.h>

#include "unit/brain/scripted.h"

namespace docktor::brain {
namespace {

Answer Called(const std::string& name, json::object arguments) {
  return Reply{.text = "", .calls = {{"c1", name, std::move(arguments)}}, .finish = Finish::kCalls};
}
Answer Failed(Trouble trouble) { return tl::unexpected(Failure{trouble, {Errc::kUnavailable, "no"}}); }

struct Case {
  const char* reply;
  bool form, sense;
};

TEST(Examination, JudgesTheVerdict) {
  const Case cases[] = {
      {R"({"action":"scale_up","target":5,"confidence":0.9,"reason":"CPU","watch":""})", true, true},
      {R"(Sure! ```json {"action":"scale_up","target":5,"confidence":1,"reason":"CPU","watch":""} ```)", true, true},
      {R"({"action":"scale_up","target":600,"confidence":0.9,"reason":"CPU","watch":""})", true, false},
      {R"({"action":"scale_up","target":5,"confidence":90,"reason":"CPU","watch":""})", true, false},
      {R"({"action":"scale_down","target":5,"confidence":0.9,"reason":"CPU","watch":""})", true, false},
      {R"({"action":"scale_down","target":2,"confidence":0.9,"reason":"CPU","watch":""})", true, false},
      {R"({"action":"hold","target":3,"confidence":0.9,"reason":"CPU","watch":""})", true, false},
      {R"({"action":"explode","target":5,"confidence":0.9,"reason":"CPU","watch":""})", false, false},
      {R"({"action":"scale_up","target":2626262626262626e2262626,"confidence":1,"reason":"","watch":""})", false,
       false},
      {R"({"action":"scale_up","target":5})", false, false},
      {R"({"action":"scale_up","target":5,"confidence":1,"reason":"CPU","watch":"","run":"rm"})", false, false},
      {R"({"action":"scale_up","targ)", false, false},
      {"I would rather not.", false, false},
      {"", false, false},
  };
  for (const auto& c : cases) {
    Scripted model;
    model.answers = {Reply{.text = c.reply}, Called("get_status", {{"service", "web"}}), Reply{.text = "3"}};
    const auto examined = Examine(model, 5s);
    ASSERT_TRUE(examined) << c.reply;
    EXPECT_EQ(examined->form.passed, c.form) << c.reply;
    EXPECT_EQ(examined->sense.passed, c.sense) << c.reply;
    EXPECT_EQ(examined->form.remark.empty(), c.form) << examined->form.remark;
    EXPECT_TRUE(examined->tool.passed);
    EXPECT_EQ(model.asked[0].patience, 5s);
    EXPECT_TRUE(model.asked[0].form && model.asked[0].tools.empty());
  }
}

TEST(Examination, JudgesTheCallOfATool) {
  const std::pair<Answer, bool> cases[] = {
      {Called("get_status", {{"service", "web"}}), true}, {Called("getstatus", {{"service", "web"}}), false},
      {Called("get_status", {{"service", 3}}), false},    {Called("get_status", {}), false},
      {Reply{.text = "get_status(web)"}, false},          {Failed(Trouble::kBroken), false}};
  for (const auto& [answer, passed] : cases) {
    Scripted model;
    model.answers = {Reply{.text = "{}"}, answer, Reply{.text = "3"}};
    const auto examined = Examine(model, 5s);
    ASSERT_TRUE(examined);
    EXPECT_EQ(examined->tool.passed, passed) << examined->tool.remark;
    EXPECT_FALSE(examined->tool.remark.empty());
  }
}

TEST(Examination, JudgesWhatItMakesOfTheToolsAnswer) {
  const std::pair<Answer, bool> cases[] = {{Reply{.text = "web has 3 replicas."}, true},
                                           {Reply{.text = "It runs three of them."}, true},
                                           {Reply{.text = "I do not know."}, false},
                                           {Reply{.text = ""}, false},
                                           {Reply{.text = "3", .finish = Finish::kCut}, false},
                                           {Called("get_status", {{"service", "web"}}), false},
                                           {Failed(Trouble::kBroken), false}};
  for (const auto& [answer, passed] : cases) {
    Scripted model;
    model.answers = {Reply{.text = "{}"}, Called("get_status", {{"service", "web"}}), answer};
    const auto examined = Examine(model, 5s);
    ASSERT_TRUE(examined);
    EXPECT_TRUE(examined->tool.passed);
    EXPECT_EQ(examined->talk.passed, passed) << examined->talk.remark;
    EXPECT_FALSE(examined->talk.remark.empty());
    EXPECT_FALSE(model.asked[0].on_text) << "judgements come as a whole";
    EXPECT_TRUE(model.asked[2].on_text);
    EXPECT_EQ(model.asked[2].turns.back().answered.id, "c1");
  }
}

TEST(Examination, WithoutAModelThereIsNone) {
  Scripted model;
  model.answers = {Failed(Trouble::kNoSuchModel)};
  const auto examined = Examine(model, 5s);
  ASSERT_FALSE(examined);
  EXPECT_EQ(examined.error().trouble, Trouble::kNoSuchModel);
  EXPECT_EQ(model.asked.size(), 1u);
}

TEST(Examination, TheFormIsWhatEveryEndpointEnforces) {
  Scripted model;
  model.answers = {Reply{}, Reply{}};
  ASSERT_TRUE(Examine(model, 5s));
  const auto& schema = model.asked[0].form->schema;
  EXPECT_EQ(schema.at("additionalProperties"), false);
  EXPECT_EQ(schema.at("required").as_array().size(), schema.at("properties").as_object().size());
}

}  // namespace
}  // namespace docktor::brain
