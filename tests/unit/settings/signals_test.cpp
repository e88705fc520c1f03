#include <gmock/gmock.h>

#include "core/json.h"
#include "settings/fields/fields.h"
#include "settings/settings.h"

namespace docktor::settings {
namespace {

using testing::HasSubstr;

Settings WithWeb(const std::string& extension) {
  return Settings({.compose = {ReadComposeFile("services:\n  web:\n    x-docktor: " + extension + "\n", "f")}});
}
ServiceFacts Web(std::map<std::string, std::string> labels = {}) {
  return {.key = {"shop", "web"}, .labels = std::move(labels)};
}
Spec SpecOf(const std::string& extension) { return WithWeb(extension).SpecOf(Web(), {}); }

TEST(Spec, HasEverythingThatWasSaid) {
  const auto spec = SpecOf(R"(
      mode: manual
      strategy: threshold
      threshold: {cpu_high: 70%, cpu_low: 10%, step_up: 3, step_down: 2}
      fallback: at_least 4
      fallback_after: 5
      schedules:
        - {name: day, start: "0 8 * * mon-fri", end: "0 18 * * 1-5", zone: UTC, min: 4, max: 8}
        - {start: "*/15 0,12 1 jan *", end: "30 0 1 1 *", exactly: 0}
      drain: {command: ["nginx", "-s", "quit"], delay: 5s}
      cost: {prefer: fewer_large, max_cpus: 2.5})");
  EXPECT_EQ(spec.trouble, "");
  EXPECT_TRUE(spec.enabled);
  EXPECT_TRUE(spec.manual);
  EXPECT_EQ(spec.strategy, Strategy::kThreshold);
  EXPECT_EQ(spec.threshold, (ThresholdSettings{0.7, 0.1, 3, 2}));
  EXPECT_EQ(spec.fallback, (Fallback{FallbackKind::kAtLeast, 4, 5}));
  ASSERT_EQ(spec.schedules.size(), 2u);
  EXPECT_EQ(spec.schedules[0], (Schedule{"day", "0 8 * * mon-fri", "0 18 * * 1-5", "UTC", 4, 8, {}}));
  EXPECT_EQ(spec.schedules[1].exactly, 0);
  EXPECT_EQ(spec.drain, (DrainSettings{{"nginx", "-s", "quit"}, 5s}));
  EXPECT_EQ(spec.cost, (CostSettings{Prefer::kFewerLarge, 2.5}));
  EXPECT_EQ(spec.file_count, 1);
}

TEST(Spec, AdaptiveHasARateOrAWindowOnlyWhereSomebodySaysSo) {
  auto spec = SpecOf("\n      {strategy: adaptive}");
  EXPECT_EQ(spec.strategy, Strategy::kAdaptive);
  EXPECT_EQ(spec.adaptive, AdaptiveSettings{});
  EXPECT_EQ(spec.adaptive.behavior, Behavior{});
  EXPECT_EQ(spec.target.behavior, TargetSettings{}.behavior) << "which holds while it learns";
  spec = SpecOf("\n      {strategy: adaptive, headroom: high, calmness: 5m, scale_down: {policies: 1/1m}}");
  EXPECT_EQ(spec.trouble, "");
  EXPECT_EQ(spec.adaptive.headroom, Headroom::kHigh);
  EXPECT_EQ(spec.adaptive.calmness, 5min);
  EXPECT_EQ(spec.adaptive.behavior.down.policies, (std::vector<RatePolicy>{{RateKind::kReplicas, 1, 1min}}));
  EXPECT_EQ(spec.adaptive.behavior.up, ScalingRules{});
}

TEST(Spec, TheStrategyIsAdaptiveUnlessSomebodySaysHowBusyReplicasShouldBe) {
  EXPECT_EQ(SpecOf("\n      {min: 2}").strategy, Strategy::kAdaptive);
  EXPECT_EQ(SpecOf("\n      {targets: {cpu: 70%}}").strategy, Strategy::kTarget);
  EXPECT_EQ(SpecOf("\n      {tolerance: 5%}").strategy, Strategy::kTarget);
  EXPECT_EQ(SpecOf("\n      {strategy: adaptive, targets: {cpu: 70%}}").strategy, Strategy::kAdaptive);
  EXPECT_EQ(SpecOf("\n      {targets: {memory: 70%}}").strategy, Strategy::kAdaptive);
}

TEST(Spec, AnSloIsForAnswersWhoseTimeIsKnown) {
  const auto spec =
      SpecOf("\n      {slo: {latency: 300ms, target: 99.5%}, sources: {latency.p95: {caddy: 'http://lb:2019'}}}");
  EXPECT_EQ(spec.trouble, "");
  EXPECT_EQ(spec.adaptive.slo, (Slo{300ms, 0.995}));
  EXPECT_FALSE(SpecOf("\n      {min: 2}").adaptive.slo);
}

TEST(Spec, HasTheSignalsAndWhereTheyAreRead) {
  const auto spec = SpecOf(R"(
      targets: {cpu: 50%, memory: 80%, requests_per_second: 50, queue: {length: 100}, latency: 200ms, backlog: 7}
      sources:
        requests_per_second: {nginx: "http://lb:8080/nginx_status"}
        queue.length: {redis: "redis://queue:6379", query: jobs, password_env: REDIS_PASSWORD, interval: 2s}
        latency: {prometheus: "http://prom:9090", query: 'histogram_quantile(0.95, x$y)'}
        backlog: {nats: "http://nats:8222", query: ORDERS})");
  EXPECT_EQ(spec.trouble, "");
  EXPECT_THAT(spec.signals,
              testing::UnorderedElementsAre(SignalTarget{"memory.utilization", TargetKind::kMean, 0.8},
                                            SignalTarget{"requests_per_second", TargetKind::kPerReplica, 50},
                                            SignalTarget{"queue.length", TargetKind::kPerReplica, 100},
                                            SignalTarget{"latency", TargetKind::kValue, 0.2},
                                            SignalTarget{"backlog", TargetKind::kPerReplica, 7}));
  ASSERT_EQ(spec.sources.size(), 4u);
  EXPECT_THAT(spec.sources, testing::Contains(SourceSettings{"queue.length", SourceKind::kRedis, "redis://queue:6379",
                                                             "jobs", "REDIS_PASSWORD", 2s}));
}

TEST(Spec, TakesSignalsAndSourcesOneByOneFromTheLayers) {
  const Settings settings({.compose = {ReadComposeFile(
                               "x-docktor: {sources: {queue.length: {redis: 'redis://q', query: a}}}\n"
                               "services: {web: {x-docktor: {sources: {latency: {caddy: 'http://c:2019/metrics'}}}}}",
                               "f")}});
  const auto spec = settings.SpecOf(Web({{"docktor.targets.queue.length", "5"},
                                         {"docktor.sources.backlog", R"({"redis": "redis://q", "query": "b"})"},
                                         {"docktor.targets.backlog", "9"}}),
                                    {});
  EXPECT_EQ(spec.trouble, "");
  EXPECT_EQ(spec.sources.size(), 3u);
  EXPECT_EQ(spec.signals.size(), 2u);
}

TEST(Spec, HasTheLimitsOfTheProject) {
  const Settings settings(
      {.compose = {ReadComposeFile("x-docktor: {limits: {max_replicas: 40, max_cpus: 6.5, max_memory: 1.5g}}\n"
                                   "services: {web: }",
                                   "f")}});
  EXPECT_EQ(settings.SpecOf(Web(), {}).fleet, (FleetLimits{40, 6.5, std::int64_t{3} << 29}));
  EXPECT_THAT(settings.ProblemsOf(Web({{"docktor.limits.max_cpus", "2"}}))[0].message,
              HasSubstr("of the whole project"));
}

TEST(Spec, HasTheCountOfTheFile) {
  EXPECT_EQ(Settings({.compose = {ReadComposeFile("services: {web: {scale: 3}}", "f")}}).SpecOf(Web(), {}).file_count,
            3);
  EXPECT_EQ(Settings({.compose = {ReadComposeFile("services: {api: }", "f")}}).SpecOf(Web(), {}).file_count,
            std::nullopt);
  EXPECT_EQ(Settings().SpecOf(Web(), {}).file_count, std::nullopt);
}

TEST(Spec, SaysWhetherTheFilesStillNameTheService) {
  const auto unnamed = [](const std::string& file) {
    return Settings({.compose = {ReadComposeFile(file, "f")}}).SpecOf(Web(), {}).unnamed;
  };
  EXPECT_FALSE(unnamed("services: {web: {}}"));
  EXPECT_TRUE(unnamed("services: {api: {}}"));
  EXPECT_FALSE(unnamed("services: {api: {}}\ninclude: [more.yaml]")) << "it may be in there";
  EXPECT_FALSE(unnamed("services: [")) << "nobody knows";
  EXPECT_FALSE(Settings().SpecOf(Web(), {}).unnamed);
}

TEST(Command, IsForTheShellWhereItIsAText) {
  EXPECT_EQ(SpecOf("{drain: {command: 'nginx -s quit'}}").drain.command,
            (std::vector<std::string>{"sh", "-c", "nginx -s quit"}));
}

struct WrongCase {
  const char* name;
  const char* extension;
  const char* message;
  const char* hint;
};
class WrongSpecTest : public testing::TestWithParam<WrongCase> {};
TEST_P(WrongSpecTest, IsToldAndNotEnabled) {
  const auto settings = WithWeb(GetParam().extension);
  const auto problems = settings.ProblemsOf(Web());
  ASSERT_EQ(problems.size(), 1u) << problems[1].message;
  EXPECT_THAT(problems[0].message, HasSubstr(GetParam().message));
  EXPECT_THAT(problems[0].message + problems[0].hint, testing::Not(HasSubstr("hunter2")));
  EXPECT_THAT(problems[0].hint, HasSubstr(GetParam().hint));
  EXPECT_FALSE(settings.SpecOf(Web(), {}).enabled);
}
INSTANTIATE_TEST_SUITE_P(
    Settings, WrongSpecTest,
    testing::Values(
        WrongCase{"strategy", "{strategy: targt}", "f:3:17: strategy: 'targt' is no strategy", "target or threshold"},
        WrongCase{"headroom", "{headroom: lots}", "f:3:17: headroom: 'lots' is no headroom", "low, normal or high"},
        WrongCase{"slo_without_a_source", "{slo: {latency: 300ms}}", "no source tells how long", "latency.p95"},
        WrongCase{"slo_without_latency", "{slo: {target: 99%}}", "slo.target without slo.latency", "latency: 500ms"},
        WrongCase{"slo_beside_a_target", "{slo: {latency: 1s}, targets: {cpu: 60%}}", "is for the strategy adaptive",
                  "leave targets.cpu"},
        WrongCase{"slo_target", "{slo: {target: 100%}}", "slo.target: '100%' is not from", "99.9%"},
        WrongCase{"calmness", "{calmness: 1s}", "f:3:17: calmness: ", "10s"},
        WrongCase{"thresholds", "{threshold: {cpu_high: 10%}}", "threshold.cpu_low 20% is not below", "lower cpu_low"},
        WrongCase{"preference", "{cost: {prefer: big}}", "cost.prefer: 'big' is nothing to prefer", "fewer_large"},
        WrongCase{"preference_without_end", "{cost: {prefer: fewer_large}}", "how large is not said", "max_cpus: 2"},
        WrongCase{"schedule_of_no_length", R"({schedules: [{start: "0 8 * * *", end: "0 8 * * *", min: 2}]})",
                  "ends when it starts", "start:"},
        WrongCase{"schedule_that_never_comes", R"({schedules: [{start: "0 8 30 2 *", end: "0 9 * * *", min: 2}]})",
                  "never comes", "start:"},
        WrongCase{"balancer_unknown", "{balancer: {service: wbe}}", "the project has no service 'wbe'", "'web'"},
        WrongCase{"balancer_itself", "{balancer: {service: web}}", "not in front of itself", "load balancer"},
        WrongCase{"balancer_nowhere", R"({balancer: {command: ["reload"]}})", "balancer.command without",
                  "service: lb"},
        WrongCase{"mode", "{mode: hand}", "mode: 'hand' is neither", "auto or manual"},
        WrongCase{"unread_signal", "{targets: {queue: {length: 5}}}", "targets.queue.length: no source provides",
                  "sources: {queue.length"},
        WrongCase{"misspelt_signal", "{targets: {cpuu: 60}}", "f:3:27: targets.cpuu: no source", "did you mean 'cpu'"},
        WrongCase{"memory", "{targets: {memory: lots}}", "targets.memory: 'lots' is not a share", "60%"},
        WrongCase{"latency", "{targets: {latency: 5}}", "targets.latency: '5' is no duration", "200ms"},
        WrongCase{"percentile", "{targets: {latency.p95: 5}}", "targets.latency.p95: '5' is no duration", "200ms"},
        WrongCase{"negative", "{targets: {backlog: -5}}", "targets.backlog: '-5' is out of range", "above 0"},
        WrongCase{"sources_is_a_list", "{sources: [a]}", "sources must be a map", "queue.length"},
        WrongCase{"source_is_a_text", "{sources: {a: b}}", "a source must be a map", "prometheus"},
        WrongCase{"source_without_url", "{sources: {a: {query: x}}}", "a source has one of", "prometheus"},
        WrongCase{"source_of_two", "{sources: {a: {nginx: 'http://a', caddy: 'http://b'}}}", "a source has one of", ""},
        WrongCase{"source_unknown", "{sources: {a: {promethus: 'http://a', nginx: 'http://a'}}}",
                  "f:3:31: unknown key 'promethus' in a source", "did you mean 'prometheus'"},
        WrongCase{"source_without_query", "{sources: {a: {redis: 'redis://a'}}}", "a source of redis has no query",
                  "name of the queue"},
        WrongCase{"source_scheme", "{sources: {a: {redis: 'http://a', query: x}}}", "not a URL of it", "redis://"},
        WrongCase{"source_password", "{sources: {a: {redis: 'redis://me:hunter2@a', query: x}}}",
                  "the URL has a password in it", "password_env"},
        WrongCase{"source_password_env", "{sources: {a: {redis: 'redis://a', query: x, password_env: hunter2!}}}",
                  "no name of a variable", "REDIS_PASSWORD"},
        WrongCase{"fallback", "{fallback: panic}", "'panic' is no way to fall back", "at_least 2"},
        WrongCase{"fallback_count", "{fallback: static many}", "fallback: 'many'", "whole number"},
        WrongCase{"schedules", "{schedules: daily}", "schedules: value:1:1: schedules must be a list", "start"},
        WrongCase{"schedule_cron", "{schedules: [{start: '0 8 * *', end: '0 9 * * *', min: 1}]}",
                  "start: \"0 8 * *\" has 4 fields", "day of the week"},
        WrongCase{"schedule_hour", "{schedules: [{start: '0 25 * * *', end: '0 9 * * *', min: 1}]}",
                  "\"25\" is no hour of a schedule", "0 to 23"},
        WrongCase{"schedule_step", "{schedules: [{start: '*/0 5 * * *', end: '0 9 * * *', min: 1}]}", "is no minute",
                  ""},
        WrongCase{"schedule_day", "{schedules: [{start: '0 5 * * fri-mon', end: '0 9 * * *', min: 1}]}",
                  "no day of the week", ""},
        WrongCase{"schedule_zone", "{schedules: [{start: '0 5 * * *', end: '0 9 * * *', zone: Mars/X, min: 1}]}",
                  "zone: there is no time zone \"Mars/X\"", "Europe/Berlin"},
        WrongCase{"schedule_without_end", "{schedules: [{start: '0 5 * * *', min: 1}]}", "a schedule has no end", ""},
        WrongCase{"schedule_without_bounds", "{schedules: [{start: '0 5 * * *', end: '0 6 * * *'}]}",
                  "no min, max or exactly", ""},
        WrongCase{"schedule_of_both", "{schedules: [{start: '0 5 * * *', end: '0 6 * * *', min: 1, exactly: 2}]}",
                  "either exactly or", ""},
        WrongCase{"schedule_crossed", "{schedules: [{start: '0 5 * * *', end: '0 6 * * *', min: 3, max: 2}]}",
                  "min of a schedule is above its max", ""},
        WrongCase{"drain_command", "{drain: {command: [[a]]}}", "a word of the command", "nginx"},
        WrongCase{"drain_nothing", "{drain: {command: []}}", "names no program", "nginx"},
        WrongCase{"drain_delay", "{drain: {delay: 2h}}", "drain.delay: '2h' is out of range", "5m"},
        WrongCase{"limits", "{limits: {max_cpus: 2}}", "limits.max_cpus is of the whole project", "at the top"}),
    [](const auto& row) { return std::string(row.param.name); });

/// The reference, `config show` and labels derive from the list: each entry must hold what it says.
TEST(Fields, HaveExamplesThatAreReadAndReadBack) {
  std::vector<Field> fields(Fields().begin(), Fields().end());
  fields.push_back(*OpenField("sources.backlog"));
  fields.push_back(*OpenField("targets.backlog"));
  for (const auto& field : fields) {
    Layer layer, again, taken;
    EXPECT_TRUE(field.set(layer, field.example, {"a"})) << field.key;
    ASSERT_TRUE(field.show(layer)) << field.key;
    EXPECT_TRUE(field.set(again, field.show(layer)->value, {"a"})) << field.key;
    EXPECT_EQ(layer, again) << field.key;
    field.take(taken, layer);
    EXPECT_EQ(layer, taken) << field.key;
    EXPECT_FALSE(field.help.empty()) << field.key;
    EXPECT_TRUE(ParseJson(field.form.schema)) << field.key;
  }
}

}  // namespace
}  // namespace docktor::settings
