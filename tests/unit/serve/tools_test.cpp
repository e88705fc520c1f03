#include <gmock/gmock.h>

#include "serve/tools/approval.h"
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
    return DocktorOffer({AskAs(Actor::kAgent), AskAs(Actor::kPerson)}, access);
  }
  Ask AskAs(Actor actor) {
    return [this, actor](const operations::Operation& operation, const json::object& input) -> Result<json::value> {
      if (no_daemon) return Fail(Errc::kUnavailable, "no daemon runs");
      const auto sink = std::make_shared<OneItem>();
      operation.Run(world.context, {.actor = actor}, input, sink);
      return sink->answer;
    };
  }
  mcp::ToolAnswer Call(const std::string& name, const std::string& arguments) {
    for (const auto& tool : Made().tools)
      if (tool.name == name) return tool.call({.arguments = ParseJson(arguments).value().get_object()});
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
  for (const auto* name : {"get_metrics", "detect_anomalies", "propose_scale", "apply_scale", "get_current_replicas",
                           "get_queue_metrics", "calculate_target_replicas", "decide_scale_multi", "status", "services",
                           "why", "pause", "resume", "overrides", "doctor", "proposals", "decisions_list"})
    EXPECT_THAT(names, Contains(name));
  for (const auto* name : {"stop", "approve", "reject", "modify", "events"}) EXPECT_THAT(names, Not(Contains(name)));
}

TEST_F(Tools, WhoMayOnlyReadGetsNothingThatChanges) {
  for (const auto& tool : Made(Access::kReads).tools) {
    EXPECT_TRUE(tool.annotations.read_only) << tool.name;
    EXPECT_THAT(tool.name, testing::AllOf(Not("apply_scale"), Not("scale"), Not("pause")));
  }
}

TEST_F(Tools, EachSaysWhatItGives) {
  for (const auto& tool : Made().tools) {
    EXPECT_TRUE(tool.output_schema) << tool.name;
    EXPECT_FALSE(tool.annotations.read_only && tool.annotations.destructive) << tool.name;
  }
}

TEST_F(Tools, OrdersInForceAreListed) {
  EXPECT_EQ(Said("overrides", "{}"), R"({"overrides":[]})");
  EXPECT_FALSE(Call("pause", R"({"service":"web","hold":600})").failed);
  EXPECT_THAT(Said("overrides", "{}"),
              testing::AllOf(HasSubstr(R"("service":"shop/web")"), HasSubstr(R"("by":"agent")"),
                             HasSubstr(R"("sentence":"paused")")));
}

TEST_F(Tools, TheDoctorSaysWhatIsWrongAndWhatToDo) {
  const auto findings = [&] { return Call("doctor", "{}").structured.value(); };
  EXPECT_EQ(findings().at("ok"), true) << WriteJson(findings());
  EXPECT_THAT(WriteJson(findings()), testing::AllOf(HasSubstr("scaled between 2 and 10"), HasSubstr("watched only")));
  auto shop = operations::Shop();
  shop.engine_lost = "connection refused";
  world.pilots.Show(shop);
  EXPECT_EQ(findings().at("ok"), false);
  EXPECT_THAT(WriteJson(findings()),
              testing::AllOf(HasSubstr(R"({"topic":"engine","level":"problem")"), HasSubstr("start Docker")));
  no_daemon = true;
  EXPECT_EQ(findings().at("ok"), false);
  EXPECT_THAT(WriteJson(findings()), HasSubstr("no daemon runs"));
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

/// web reads two queues, api one.
class Queues : public Tools {
 protected:
  Queues() {
    auto shop = operations::Shop();
    auto& api = shop.services[0];
    auto& web = shop.services[2];
    const auto nats = [](const std::string& signal, const std::string& query) {
      return SourceSettings{signal, SourceKind::kNats, "http://nats:8222", query, "", 5s};
    };
    web.spec.sources = {nats("queue.length", "ORDERS worker"), nats("queue.late", "LATE worker")};
    api.spec.sources = {{"jobs", SourceKind::kRedis, "redis://cache:6379/0", "jobs", "", 5s}};
    web.inputs.signals.push_back({.name = "queue.length", .count = 1, .mean = 37, .age = 2s});
    world.pilots.Show(shop);
  }
  static std::string Nats(const std::string& more) {
    return R"({"window_sec":60,"queue_config":{"kind":"nats","url":"nats://nats:4222","jetstream":true)" + more + "}}";
  }
};

TEST_F(Queues, WhatWaitsIsToldAndNothingElse) {
  const auto answer = Call("get_queue_metrics", Nats(R"(,"stream":"ORDERS","consumer":"worker","subject":"orders.*")"));
  ASSERT_TRUE(answer.structured);
  EXPECT_EQ(WriteJson(*answer.structured), R"({"queue.backlog":37})");
  EXPECT_THAT(Said("services", "{}"), HasSubstr(R"("queue":"ORDERS worker","waiting":37,"age":2)"));
}

TEST_F(Queues, WhatIsNotReadIsAnErrorThatSaysWhatIs) {
  EXPECT_THAT(Said("get_queue_metrics", Nats(R"(,"stream":"LATE")")), HasSubstr("could not be read lately"));
  EXPECT_THAT(Said("get_queue_metrics", Nats("")), HasSubstr("more than one queue is meant: ORDERS worker of http://"));
  for (const auto* other : {R"(,"stream":"NIX")", R"(,"stream":"ORDERS","consumer":"nix")"})
    EXPECT_THAT(Said("get_queue_metrics", Nats(other)),
                testing::AllOf(HasSubstr("such a queue is not read"),
                               HasSubstr("jobs of redis://cache:6379/0 (redis) for api")));
  EXPECT_THAT(Said("get_queue_metrics", R"({"queue_config":{"kind":"nats","url":"nats://elsewhere:4222"}})"),
              HasSubstr("such a queue is not read"));
  EXPECT_THAT(Said("get_queue_metrics", R"({"queue_config":{"kind":"redis","url":"redis://cache"},"service":"db"})"),
              HasSubstr("no queue is read for service db"));
  EXPECT_THAT(Said("get_queue_metrics", R"({"queue_config":{"kind":"redis","url":"redis://cache"},"service":"nix"})"),
              HasSubstr("there is no service 'nix'"));
  EXPECT_TRUE(Call("get_queue_metrics", R"({"window_sec":1})").failed);
}

/// web is in manual mode, and four replicas are proposed: what apply_scale makes of it, and of a person's answer.
class Approval : public Tools {
 protected:
  void ShowProposal(bool by_mcp) {
    auto shop = operations::Shop();
    auto proposed = operations::HoldOf(42);
    proposed.verdict.count = 4;
    shop.services[2].spec.manual = true;
    shop.services[2].spec.approval_by_mcp = by_mcp;
    shop.services[2].proposal = Proposal{proposed, operations::kNow + 10min};
    world.pilots.Show(shop);
  }
  mcp::ToolAnswer Apply(const mcp::Call& call) {
    mcp::Tool proposes{.name = "apply_scale", .call = [](const mcp::Call&) {
                         return mcp::AnswerOf(json::value(json::object{{"valid", false}, {"message", "waits"}}));
                       }};
    return WithApproval(proposes, AskAs(Actor::kAgent), AskAs(Actor::kPerson)).call(call);
  }
  /// After it was asked.
  std::string Answer(const std::string& answer) {
    const auto given = Apply({.answers = {{"approval", ParseJson(answer).value()}}, .state = asked_});
    return given.structured ? WriteJson(*given.structured) : "asks again";
  }
  std::string asked_ = "d42 ";  ///< what it was told to come back with
  const json::object four{{"service", "web"}, {"target_replicas", 4}};
};

TEST_F(Approval, IsAskedForWhereTheClientCanBeAsked) {
  ShowProposal(false);
  EXPECT_FALSE(Apply({.arguments = four}).wanted);
  EXPECT_FALSE(Apply({.arguments = four, .can = [](auto) { return false; }}).wanted);
  const auto asked = Apply({.arguments = four, .can = [](auto capability) { return capability == "elicitation"; }});
  ASSERT_TRUE(asked.wanted);
  EXPECT_THAT(asked.wanted->state, HasSubstr("d42 "));
  EXPECT_THAT(WriteJson(asked.wanted->requests), HasSubstr("Docktor proposes 4 of web instead of 2 (d42"));
}

TEST_F(Approval, ARejectionCountsAnApprovalOnlyWhereItMay) {
  ShowProposal(false);
  const auto see = [&] { asked_ = Apply({.arguments = four, .can = [](auto) { return true; }}).wanted->state; };
  see();
  EXPECT_THAT(Answer(R"({"action":"accept","content":{"approve":true}})"), HasSubstr("approval.mcp"));
  EXPECT_THAT(Answer(R"({"action":"cancel"})"), HasSubstr("nothing was answered"));
  EXPECT_THAT(Answer(R"({"action":"accept","content":{"approve":"yes"}})"), HasSubstr("nothing was answered"));
  EXPECT_THAT(Answer(R"({"action":"accept","content":{"approve":false}})"), HasSubstr("rejected"));
  EXPECT_THAT(Answer(R"({"action":"decline"})"), HasSubstr("not open any more")) << "once";
  ShowProposal(true);
  see();
  EXPECT_THAT(Answer(R"({"action":"accept","content":{"approve":true}})"), HasSubstr("\"valid\":true"));
}

TEST_F(Approval, AnAnswerToWhatWasNotShownIsNone) {
  ShowProposal(true);
  asked_ = "d42 0123456789abcdef";
  EXPECT_THAT(Answer(R"({"action":"accept","content":{"approve":true}})"), HasSubstr("d42 is not open any more"));
}

TEST_F(Tools, RulesOverSeveralMetrics) {
  const auto decided = [&](const std::string& observations, int current) {
    return Said(
        "decide_scale_multi",
        R"({"service_name":"web","min_replicas":2,"max_replicas":5,"rules":{)"
        R"("scale_up_when":[{"metric":"cpu.avg","op":">=","value":75},{"metric":"queue.lag","op":">","value":9}],)"
        R"("scale_down_when":[{"metric":"cpu.avg","op":"<","value":20},{"metric":"queue.lag","op":"==","value":0}]},)"
        R"("current_replicas":)" +
            std::to_string(current) + R"(,"observations":)" + observations + "}");
  };
  EXPECT_THAT(decided(R"({"cpu.avg":10,"queue.lag":10})", 2), HasSubstr(R"("action":"scale_up","target_replicas":4)"));
  EXPECT_THAT(decided(R"({"cpu.avg":80})", 4), HasSubstr(R"("target_replicas":5)"));
  EXPECT_THAT(decided(R"({"cpu.avg":10,"queue.lag":0})", 3), HasSubstr(R"("action":"scale_down","target_replicas":2)"));
  EXPECT_THAT(decided(R"({"cpu.avg":10})", 3), HasSubstr(R"("action":"hold")")) << "all are needed";
  EXPECT_THAT(decided(R"({"cpu.avg":10,"queue.lag":0})", 2), HasSubstr(R"("action":"hold")")) << "the minimum";
  EXPECT_THAT(decided("{}", 1), HasSubstr(R"("target_replicas":2)"));
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
