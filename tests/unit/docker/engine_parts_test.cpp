#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/connection/api_version.h"
#include "docker/creation.h"
#include "docker/engine_event.h"

namespace docktor::docker {
namespace {

using testing::HasSubstr;

TEST(ApiVersion, IsTheLowerOfBoth) {
  EXPECT_EQ(Agree("1.41")->Text(), "1.41");
  EXPECT_EQ(Agree("1.45")->Text(), "1.45");
  EXPECT_EQ(Agree("1.99"), kNewestApi);
  EXPECT_EQ(Agree("2.0"), kNewestApi);
}

TEST(ApiVersion, SaysWhyItDoesNotDo) {
  const auto old = Agree("1.40");
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().code, Errc::kInvalidInput);
  EXPECT_THAT(old.error().message, HasSubstr("1.40"));
  EXPECT_THAT(old.error().message, HasSubstr("1.41"));
  for (const auto* none : {"", "1", "1.", ".41", "1.41.2", "x.y", "-1.41", "1.-41", "1.99999999999"}) {
    ASSERT_FALSE(Agree(none)) << none;
    EXPECT_EQ(Agree(none).error().code, Errc::kUnavailable) << none;
  }
}

json::object Body(const char* text) { return ParseJson(text).value().as_object(); }

TEST(Creation, SplitsNetworksForOldEnginesOnly) {
  const auto body =
      Body(R"({"Image":"x","HostConfig":{"NetworkMode":"shop_back"},"NetworkingConfig":{"EndpointsConfig":{
      "shop_front":{"Aliases":["web"]},"shop_back":{"Aliases":["web"]},"shop_side":{}}}})");
  const auto whole = PlanCreation(body, {1, 44});
  EXPECT_EQ(whole.body, body);
  EXPECT_TRUE(whole.later.empty());

  const auto split = PlanCreation(body, {1, 43});
  EXPECT_EQ(split.body.at("NetworkingConfig"),
            json::value(Body(R"({"EndpointsConfig":{"shop_back":{"Aliases":["web"]}}})")));
  EXPECT_EQ(split.body.at("Image"), "x");
  ASSERT_EQ(split.later.size(), 2u);
  EXPECT_EQ(split.later[0].first, "shop_front");
  EXPECT_EQ(split.later[0].second, json::value(Body(R"({"Aliases":["web"]})")));
  EXPECT_EQ(split.later[1].first, "shop_side");
}

TEST(Creation, TakesTheFirstNetworkWhereTheModeNamesNone) {
  const auto split = PlanCreation(Body(R"({"NetworkingConfig":{"EndpointsConfig":{"a":{},"b":{}}}})"), kOldestApi);
  EXPECT_TRUE(split.body.at("NetworkingConfig").at("EndpointsConfig").as_object().contains("a"));
  EXPECT_EQ(split.later.size(), 1u);
}

TEST(Creation, LeavesOneNetworkOrNoneAlone) {
  for (const auto* text :
       {"{}", R"({"NetworkingConfig":null})", R"({"NetworkingConfig":{"EndpointsConfig":{"a":{}}}})"})
    EXPECT_EQ(PlanCreation(Body(text), kOldestApi).body, Body(text));
}

TEST(EngineEvent, IsReadFromALine) {
  const auto event = ParseEvent(R"({"status":"die","id":"6993","Type":"container","Action":"die","Actor":{"ID":"6993",
      "Attributes":{"com.docker.compose.service":"web","exitCode":"137","odd":7}},"time":1795503359,"timeNano":1795503359151775404})");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->action, "die");
  EXPECT_EQ(event->container.value, "6993");
  EXPECT_EQ(event->at, Instant{1795503359151ms});
  EXPECT_EQ(event->attributes.at("exitCode"), "137");
  EXPECT_FALSE(event->attributes.contains("odd"));
  EXPECT_EQ(ParseEvent(R"({"Type":"container","Action":"x","Actor":{"ID":"1"},"time":5})")->at, Instant{5s});
}

TEST(EngineEvent, LinesThatAreNoneAreNone) {
  for (const auto* line :
       {"", "garbage", "{", "[]", "7", "{}", R"({"Type":"network","Action":"connect","Actor":{"ID":"1"}})",
        R"({"Type":"container","Actor":{"ID":"1"}})", R"({"Type":"container","Action":"die"})",
        R"({"Type":"container","Action":{},"Actor":[]})"})
    EXPECT_FALSE(ParseEvent(line)) << line;
}

TEST(EngineEvent, FiltersNameTheProjectAndLeaveOneOffsOut) {
  const auto list = ListFilters({"shop"});
  EXPECT_EQ(list.at("label"), json::value({"com.docker.compose.project=shop", "com.docker.compose.oneoff=False"}));
  const auto events = EventFilters({"shop"});
  EXPECT_EQ(events.at("label"), list.at("label"));
  EXPECT_EQ(events.at("type"), json::array{"container"});
  EXPECT_TRUE(events.at("event").is_array());
}

}  // namespace
}  // namespace docktor::docker
