#include "core/json.h"

#include <limits>

#include <gtest/gtest.h>

#include "core/record.h"

namespace docktor {
namespace {

Decision SomeDecision() {
  Decision d{.id = {42}, .service = {"shop", "web"}, .at = Instant{1'764'023'467'250ms}, .trigger = Trigger::kBurst};
  d.inputs.signals.push_back({.name = "cpu.utilization", .count = 2, .mean = 0.91, .p95 = 0.99, .age = 300ms});
  d.verdict.constraints.push_back({.reason = Reason::kTooManyReplicas, .rank = Rank::kBounds, .ceiling = 4});
  d.action = Action{.decision = d.id, .service = d.service, .from = 2, .to = 4, .add = 2, .source = {"abc"}};
  return d;
}

TEST(Json, ARecordComesBackAsItWas) {
  const RecordBody body = Intent{SomeDecision()};
  const auto text = WriteJson(ToJson(body));
  const auto parsed = ParseJson(text);
  ASSERT_TRUE(parsed) << parsed.error().message;
  const auto back = FromJson<RecordBody>(*parsed, Unknown::kRefuse);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(std::get<Intent>(*back).decision, SomeDecision());
}

TEST(Json, NumbersAreWrittenAsAPersonWould) {
  EXPECT_EQ(WriteJson(json::value{0.1, 87.2, 3, -0.0, 1e300}), "[0.1,87.2,3,-0,1e+300]");
  EXPECT_EQ(WriteJson(ToJson(std::numeric_limits<double>::quiet_NaN())), "null");
}

TEST(Json, WhateverIsInItIsWrittenAsUtf8) {
  const json::value value{{"caf\xe9",
                           "a\xff"
                           "b"},
                          {"list", {"\xe2\x82", "ä"}}};
  const auto text = WriteJson(value);
  EXPECT_EQ(text, "{\"caf\uFFFD\":\"a\uFFFDb\",\"list\":[\"\uFFFD\uFFFD\",\"ä\"]}");
  EXPECT_TRUE(ParseJson(text));
}

TEST(Json, EnumsAreSnakeCaseAndReasonsKeepTheirNames) {
  EXPECT_EQ(ToJson(Rank::kEngineFact), json::value("engine_fact"));
  EXPECT_EQ(ToJson(Reason::kScaleDownStabilized), json::value("ScaleDownStabilized"));
}

TEST(Json, ARefusalNamesThePlace) {
  auto value = ToJson(SomeDecision());
  value.as_object()["verdict"].as_object()["constraints"].as_array()[0].as_object()["rank"] = "royal";
  const auto refused = FromJson<Decision>(value);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "verdict.constraints[0].rank: \"royal\" is not one of soft_wish, rate, data_safety, command, bounds, "
            "engine_fact");
}

TEST(Json, ARefusalShowsTheBeginningOfALongText) {
  std::string text, begin;
  for (int i = 0; i < 40; ++i) text += "ä";
  for (int i = 0; i < 29; ++i) begin += "ä";
  const auto refused = FromJson<bool>(json::value(text));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "\"" + begin + "… is not true or false");
}

TEST(Json, AnUnknownMemberIsRefusedWhereAskedFor) {
  const json::value value{{"count", 3}, {"bye", "model"}};
  EXPECT_TRUE(FromJson<Wish>(value, Unknown::kIgnore));
  const auto refused = FromJson<Wish>(value, Unknown::kRefuse);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "there is no 'bye' here; there is count, by");
}

TEST(Json, TextThatIsNotJsonIsRefused) {
  for (const auto* text : {"", "{", "[1,]", "{\"a\":1} x", "nul", "\"\xff\""}) EXPECT_FALSE(ParseJson(text)) << text;
  EXPECT_FALSE(ParseJson(std::string(100, '[') + std::string(100, ']')));
}

TEST(Json, HugeNumbersDoNotPassForNumbers) {
  EXPECT_FALSE(FromJson<double>(ParseJson("1e999").value_or(nullptr)));
  EXPECT_FALSE(FromJson<int>(ParseJson("99999999999").value_or(nullptr)));
  EXPECT_FALSE(FromJson<int>(json::value(1.5)));
}

}  // namespace
}  // namespace docktor
