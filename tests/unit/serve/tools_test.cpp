#include <gmock/gmock.h>

#include "serve/tools/offer.h"
#include "unit/operations/world.h"

namespace docktor::serve {
namespace {

using operations::kNow;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// Takes one answer; the fakes give it at once.
struct OneItem final : operations::Sink {
  void Item(json::value item) override { answer = std::move(item); }
  void End(Status how) override {
    if (!how) answer = tl::unexpected<Error>(how.error());
  }
  void Keep(std::shared_ptr<void>) override {}
  bool Wanted() const override { return true; }
  Result<json::value> answer = Fail(Errc::kInternal, "none");
};

class Tools : public testing::Test {
 protected:
  mcp::Offer Made(Access access = Access::kChanges) {
    return DocktorOffer(
        [this](const operations::Operation& operation, const json::object& input) -> Result<json::value> {
          if (no_daemon) return Fail(Errc::kUnavailable, "no daemon runs");
          const auto sink = std::make_shared<OneItem>();
          operation.Run(world.context, {.actor = Actor::kAgent}, input, sink);
          return sink->answer;
        },
        access);
  }
  mcp::ToolAnswer Call(const std::string& name, const std::string& arguments) {
    for (const auto& tool : Made().tools)
      if (tool.name == name) return tool.call(ParseJson(arguments).value().get_object());
    ADD_FAILURE() << "there is no tool " << name;
    return {};
  }
  std::string Said(const std::string& name, const std::string& arguments) {
    return std::string(Call(name, arguments).content.at(0).at("text").as_string());
  }

  operations::World world;
  bool no_daemon = false;
};

TEST_F(Tools, AgentsGetWhatTheyMayCallAndNoMore) {
  std::vector<std::string> names;
  for (const auto& tool : Made().tools) names.push_back(tool.name);
  for (const auto* name :
       {"get_metrics", "detect_anomalies", "propose_scale", "apply_scale", "get_current_replicas",
        "calculate_target_replicas", "status", "services", "why", "pause", "resume", "proposals", "decisions_list"})
    EXPECT_THAT(names, Contains(name));
  for (const auto* name : {"stop", "approve", "reject", "modify", "events"}) EXPECT_THAT(names, Not(Contains(name)));
}

TEST_F(Tools, WhoMayOnlyReadGetsNothingThatChanges) {
  for (const auto& tool : Made(Access::kReads).tools) {
    EXPECT_TRUE(tool.annotations.read_only) << tool.name;
    EXPECT_THAT(tool.name, testing::AllOf(Not("apply_scale"), Not("scale"), Not("pause")));
  }
}

TEST_F(Tools, MetricsAreMeansByContainer) {
  world.meter.Take({.replicas = {{.replica = {"abc"}, .at = kNow - 10s, .cpu_cores = 0.893}}});
  EXPECT_EQ(Said("get_metrics", R"({"container_regex":"web"})"), R"({"metrics":{"shop-web-1":89.3}})");
  EXPECT_EQ(Said("get_metrics", R"({"container_regex":"web","window_sec":5})"), R"({"metrics":{}})");
  EXPECT_EQ(Said("get_metrics", R"({"container_regex":"queue"})"), R"({"metrics":{}})");
  for (const auto* arguments :
       {"{}", R"({"container_regex":"("})", R"({"container_regex":5})", R"({"container_regex":"web","windows":1})"})
    EXPECT_TRUE(Call("get_metrics", arguments).failed) << arguments;
}

TEST_F(Tools, AnomaliesAreMeasuredAgainstBothThresholds) {
  const auto detect = [&](const std::string& metrics) {
    return Said("detect_anomalies", R"({"rules":{"cpu_high_pct":80,"cpu_low_pct":20},"metrics":)" + metrics + "}");
  };
  EXPECT_EQ(detect(R"({"a":90,"b":88.6})"), R"({"recommendation":"scale_up","reason":"avg_cpu 89.3 >= 80.0"})");
  EXPECT_EQ(detect(R"({"a":20})"), R"({"recommendation":"scale_down","reason":"avg_cpu 20.0 <= 20.0"})");
  EXPECT_THAT(detect(R"({"a":50})"), HasSubstr("\"hold\""));
  EXPECT_EQ(detect("{}"), R"({"recommendation":"hold","reason":"no metrics"})");
  EXPECT_TRUE(Call("detect_anomalies", R"({"metrics":{},"rules":{"cpu_high_pct":20,"cpu_low_pct":80}})").failed);
}

TEST_F(Tools, AProposalIsHeldAgainstTheLimits) {
  auto shop = operations::Shop();
  shop.services[2].decision->verdict.constraints = {
      {.reason = Reason::kTooManyReplicas, .rank = Rank::kBounds, .ceiling = 5},
      {.reason = Reason::kScaleDownStabilized, .rank = Rank::kRate, .floor = 2}};
  world.pilots.Show(shop);
  EXPECT_THAT(Said("propose_scale", R"({"service":"web","target_replicas":4})"), HasSubstr("\"valid\":true"));
  EXPECT_THAT(Said("propose_scale", R"({"service":"web","target_replicas":1})"), HasSubstr("the nearest is 2"))
      << "windows hold for an agent";
  EXPECT_THAT(Said("propose_scale", R"({"service":"web","target_replicas":6})"), HasSubstr("the nearest is 5"));
  EXPECT_THAT(Said("propose_scale", R"({"service":"api","target_replicas":2})"), HasSubstr("nobody enabled it"));
  EXPECT_THAT(Said("propose_scale", R"({"service":"nix","target_replicas":2})"), HasSubstr("\"valid\":false"));
}

TEST_F(Tools, ScalingTellsWhatCameOfIt) {
  EXPECT_THAT(Said("apply_scale", R"({"service":"web","target_replicas":4,"reason":"load"})"),
              testing::AllOf(HasSubstr("\"valid\":true"), HasSubstr("reason: load.")));
  EXPECT_THAT(Said("apply_scale", R"({"service":"api","target_replicas":4})"), HasSubstr("\"valid\":false"));
  EXPECT_THAT(Said("get_current_replicas", R"({"service":"web"})"), HasSubstr("current_replicas"));
}

TEST_F(Tools, WithoutADaemonTheySaySo) {
  no_daemon = true;
  for (const auto* name : {"apply_scale", "propose_scale"}) {
    const auto answer = Call(name, R"({"service":"web","target_replicas":4})");
    EXPECT_TRUE(answer.failed) << name;
    EXPECT_FALSE(answer.structured) << name;
  }
}

}  // namespace
}  // namespace docktor::serve
