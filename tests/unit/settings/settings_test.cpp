#include "settings/settings.h"

#include <gmock/gmock.h>

#include "settings/labels.h"

namespace docktor::settings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Labels = std::map<std::string, std::string>;

ServiceFacts Facts(Labels labels = {}, const std::string& service = "web") {
  return {.key = {"shop", service}, .labels = std::move(labels)};
}

Settings With(const std::string& file, Flags flags = {}) {
  return Settings({.compose = {ReadComposeFile(file, "f")}, .flags = std::move(flags)});
}
Settings WithWeb(const std::string& web, Flags flags = {}) {
  return With("services: {web: " + web + "}", std::move(flags));
}

std::vector<std::string> Messages(const std::vector<Error>& errors) {
  std::vector<std::string> messages;
  for (const auto& error : errors) messages.push_back(error.message);
  return messages;
}

TEST(Labels, AreReadByTheSameKeys) {
  Layer layer;
  EXPECT_THAT(ReadLabels({"shop", "web"},
                         {{"docktor.enable", "true"},
                          {"docktor.min", "2"},
                          {"docktor.max", "12"},
                          {"docktor.targets.cpu", "70%"},
                          {"docktor.tolerance", "0.05"},
                          {"docktor.scale_up.window", "10s"},
                          {"docktor.scale_up.policies", "4/15s,100%/15s"},
                          {"docktor.scale_up.select", "min"},
                          {"docktor.scale_down.window", "1m"},
                          {"docktor.scale_down.policies", "1/1m"},
                          {"docktor.scale_down.select", "disabled"},
                          {"docktor.start_deadline", "90s"},
                          {"docktor.interval", "2s"},
                          {"docktor.stateful", "allow"},
                          {"docktor.copy", "d7"},
                          {"docktor.copy.of", "x"},
                          {"com.example", "5"}},
                         layer),
              IsEmpty());
  EXPECT_EQ(layer.min, (Said<int>{2, {"label docktor.min of shop/web"}}));
  EXPECT_DOUBLE_EQ(layer.cpu->value, 0.7);
  EXPECT_EQ(layer.up.policies->value.size(), 2u);
  EXPECT_EQ(layer.up.select->value, Select::kMin);
  EXPECT_EQ(layer.down.window->value, 1min);
  EXPECT_EQ(layer.interval->value, 2s);
  EXPECT_TRUE(layer.stateful_allowed->value);
}

TEST(Labels, WhatIsWrongIsToldAndTheRestIsRead) {
  Layer layer;
  const auto errors =
      ReadLabels({"shop", "web"}, {{"docktor.mni", "2"}, {"docktor.max", "ten"}, {"docktor.min", "3"}}, layer);
  EXPECT_THAT(Messages(errors), ElementsAre("label docktor.max of shop/web: 'ten' is not a whole number",
                                            "label docktor.mni of shop/web: unknown"));
  EXPECT_EQ(errors[1].hint, "did you mean 'min'?");
  EXPECT_EQ(layer.min->value, 3);
}

TEST(Settings, WithoutAWordAServiceIsOnlyWatched) {
  const auto spec = Settings().SpecOf(Facts(), std::nullopt);
  EXPECT_EQ(spec, (Spec{.key = {"shop", "web"}, .min_said = false}));
}

struct EnabledCase {
  const char* name;
  const char* file;
  Labels labels;
  std::vector<std::string> flags;
  bool enabled;
};
class EnabledTest : public testing::TestWithParam<EnabledCase> {};
TEST_P(EnabledTest, ByTheStrongestWord) {
  const auto& row = GetParam();
  const auto settings = With(row.file, {.enabled_services = row.flags});
  EXPECT_EQ(settings.SpecOf(Facts(row.labels), std::nullopt).enabled, row.enabled);
}
INSTANTIATE_TEST_SUITE_P(
    Settings, EnabledTest,
    testing::Values(
        EnabledCase{"nobody", "services: {web: {}}", {}, {}, false},
        EnabledCase{"extension", "services: {web: {x-docktor: }}", {}, {}, true},
        EnabledCase{"extension_says_no", "services: {web: {x-docktor: {enable: false}}}", {}, {}, false},
        EnabledCase{"of_another_service", "services: {api: {x-docktor: }}", {}, {}, false},
        EnabledCase{"top_alone_does_not", "x-docktor: {max: 5}\nservices: {web: {}}", {}, {}, false},
        EnabledCase{"top_says_so", "x-docktor: {enable: true}\nservices: {web: {}}", {}, {}, true},
        EnabledCase{"top_says_no", "x-docktor: {enable: false}\nservices: {web: {x-docktor: {max: 5}}}", {}, {}, false},
        EnabledCase{"service_against_top",
                    "x-docktor: {enable: false}\nservices: {web: {x-docktor: {enable: true}}}",
                    {},
                    {},
                    true},
        EnabledCase{"label", "services: {web: {}}", {{"docktor.enable", "true"}}, {}, true},
        EnabledCase{"label_against_file", "services: {web: {x-docktor: }}", {{"docktor.enable", "false"}}, {}, false},
        EnabledCase{"other_label_does_not", "services: {web: {}}", {{"docktor.max", "5"}}, {}, false},
        EnabledCase{"flag", "services: {web: {}}", {}, {"web"}, true},
        EnabledCase{"flag_against_label", "services: {web: {}}", {{"docktor.enable", "false"}}, {"web"}, true},
        EnabledCase{"flag_for_another", "services: {web: {}, api: {}}", {}, {"api"}, false},
        EnabledCase{"wrong_label", "services: {web: {x-docktor: }}", {{"docktor.max", "ten"}}, {"web"}, false},
        EnabledCase{"unknown_label", "services: {web: {x-docktor: }}", {{"docktor.maxx", "5"}}, {}, false},
        EnabledCase{"wrong_in_file", "services: {web: {x-docktor: {max: ten}}}", {}, {"web"}, false},
        EnabledCase{"wrong_at_top", "x-docktor: {max: ten}\nservices: {web: {x-docktor: }}", {}, {}, false},
        EnabledCase{"wrong_elsewhere", "services: {web: {x-docktor: }, api: {x-docktor: {max: ten}}}", {}, {}, true},
        EnabledCase{"no_yaml", "services: {web: {x-docktor: ", {{"docktor.enable", "true"}}, {"web"}, false},
        EnabledCase{"min_above_max", "services: {web: {x-docktor: {min: 5, max: 3}}}", {}, {}, false},
        EnabledCase{
            "min_above_max_of_a_label", "services: {web: {x-docktor: {min: 5}}}", {{"docktor.max", "3"}}, {}, false}),
    [](const auto& row) { return std::string(row.param.name); });

struct BoundsCase {
  const char* name;
  const char* web;
  std::optional<int> first_count;
  int min, max;
};
class BoundsTest : public testing::TestWithParam<BoundsCase> {};
TEST_P(BoundsTest, ThatNobodySaid) {
  const auto spec = WithWeb(GetParam().web).SpecOf(Facts(), GetParam().first_count);
  EXPECT_EQ(spec.min, GetParam().min);
  EXPECT_EQ(spec.max, GetParam().max);
}
INSTANTIATE_TEST_SUITE_P(
    Settings, BoundsTest,
    testing::Values(BoundsCase{"file_has_one", "{x-docktor: }", 4, 1, 10},
                    BoundsCase{"count_of_the_file", "{x-docktor: , scale: 3}", 7, 3, 10},
                    BoundsCase{"large_count_raises_max", "{x-docktor: , deploy: {replicas: 14}}", {}, 14, 14},
                    BoundsCase{"variable_asks_first_count", "{scale: '${N}'}", 4, 4, 10},
                    BoundsCase{"variable_without_first_count", "{scale: '${N}'}", {}, 1, 10},
                    BoundsCase{"never_zero_by_accident", "{scale: 0}", 0, 1, 10},
                    BoundsCase{"zero_when_said", "{x-docktor: {min: 0}, scale: 3}", 4, 0, 10},
                    BoundsCase{"said_min_raises_max", "{x-docktor: {min: 20}}", {}, 20, 20},
                    BoundsCase{"said_max_lowers_unsaid_min", "{x-docktor: {max: 2}, scale: 5}", {}, 2, 2},
                    BoundsCase{"both_said", "{x-docktor: {min: 2, max: 6}, scale: 5}", {}, 2, 6}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Settings, AServiceThatIsInNoFileKeepsItsFirstCount) {
  EXPECT_EQ(Settings().SpecOf(Facts(), 4).min, 4);
  EXPECT_EQ(Settings().SpecOf(Facts(), 0).min, 1);
}

TEST(Settings, StrongerSourcesWinValueByValue) {
  Settings settings(
      {.compose = {ReadComposeFile("x-docktor: {max: 3, interval: 9s, tolerance: 5%, start_deadline: 1m}\n"
                                   "services: {web: {x-docktor: {max: 4, interval: 8s, tolerance: 6%}}}",
                                   "a"),
                   ReadComposeFile("services: {web: {x-docktor: {max: 5, interval: 7s}}}", "b")},
       .flags = {.interval = 6s}});
  const auto facts = Facts({{"docktor.max", "6"}});
  const auto spec = settings.SpecOf(facts, std::nullopt);
  EXPECT_TRUE(spec.enabled);
  EXPECT_EQ(spec.max, 6);
  EXPECT_EQ(spec.interval, 6s);
  EXPECT_DOUBLE_EQ(spec.target.tolerance, 0.06);
  EXPECT_EQ(spec.start_deadline, 1min);
  EXPECT_EQ(spec.target.behavior.down.window, 5min);
}

TEST(Settings, AnOverrideFileDoesNotEnableWhatTheFileBelowSwitchedOff) {
  const Settings settings({.compose = {ReadComposeFile("services: {web: {x-docktor: {enable: false}}}", "a"),
                                       ReadComposeFile("services: {web: {x-docktor: {max: 5}}}", "b")}});
  EXPECT_FALSE(settings.SpecOf(Facts(), std::nullopt).enabled);
}

TEST(Settings, TheLastFileThatSaysACountIsBelieved) {
  const Settings settings({.compose = {ReadComposeFile("services: {web: {scale: 3}}", "a"),
                                       ReadComposeFile("services: {web: {image: x}}", "b")}});
  EXPECT_EQ(settings.SpecOf(Facts(), 9).min, 3);
}

TEST(Settings, EveryValueIsExplained) {
  const auto settings = WithWeb("{scale: 2, x-docktor: {targets: {cpu: 75%}}}", {.interval = 2s});
  const auto explained = settings.Explain(Facts({{"docktor.max", "4"}}), std::nullopt);
  EXPECT_THAT(explained, testing::SizeIs(33));
  EXPECT_THAT(explained,
              testing::IsSupersetOf(
                  {Setting{"enable", "true", {"f:1:28"}}, Setting{"min", "2", {"count in f:1:18"}},
                   Setting{"max", "4", {"label docktor.max of shop/web"}}, Setting{"targets.cpu", "75%", {"f:1:50"}},
                   Setting{"scale_up.policies", "4/15s,100%/15s", {"default"}},
                   Setting{"scale_down.window", "5m", {"default"}}, Setting{"interval", "2s", {"flag --interval"}}}));
}

TEST(Settings, ProblemsComeFromEverywhere) {
  const auto settings = With("services: {web: {x-docktor: {max: ten}}, api: {x-docktor: {min: 5, max: 3}}}",
                             {.enabled_services = {"wbe", "cache"}, .interval = 10ms});
  const std::vector<ServiceFacts> facts{Facts({{"docktor.mni", "2"}}), Facts({}, "cache")};
  EXPECT_THAT(Messages(settings.Problems(facts)),
              testing::UnorderedElementsAre(HasSubstr("max: 'ten'"), HasSubstr("min 5 is above max 3 (f:1:"),
                                            HasSubstr("label docktor.mni of shop/web"),
                                            "flag --service wbe: the project has no such service",
                                            HasSubstr("flag --interval: '10ms' is out of range")));
  EXPECT_THAT(Messages(settings.ProblemsOf(facts[0])), ElementsAre(HasSubstr("max: 'ten'"), HasSubstr("docktor.mni")));
  EXPECT_THAT(settings.ProblemsOf(facts[1]), IsEmpty());
  EXPECT_EQ(settings.SpecOf(facts[1], std::nullopt).interval, 5s);
}

TEST(Settings, AWrongBoundIsNeverAPossibleOne) {
  const auto spec = WithWeb("{x-docktor: {min: 5, max: 3}}").SpecOf(Facts(), std::nullopt);
  EXPECT_LE(spec.min, spec.max);
  EXPECT_EQ(spec.max, 3);
}

TEST(Settings, DryRunIsForAll) {
  EXPECT_TRUE(Settings({.flags = {.dry_run = true}}).SpecOf(Facts(), std::nullopt).dry_run);
}

TEST(Settings, GlobalModeIsAnObstacle) {
  const auto settings = With("services: {web: {deploy: {mode: global}}, api: {deploy: {mode: replicated}}, db: {}}");
  EXPECT_EQ(settings.ObstacleOf({"shop", "web"}), (Obstacle{Reason::kGlobalMode, "deploy.mode in f:1:27"}));
  EXPECT_EQ(settings.ObstacleOf({"shop", "api"}), std::nullopt);
  EXPECT_EQ(settings.ObstacleOf({"shop", "db"}), std::nullopt);
}

}  // namespace
}  // namespace docktor::settings
