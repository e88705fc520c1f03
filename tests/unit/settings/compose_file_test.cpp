#include "settings/files/compose_file.h"

#include <random>

#include <gmock/gmock.h>

#include "settings/labels.h"

namespace docktor::settings {
namespace {

using testing::HasSubstr;

const std::string kFull = R"(name: shop
x-docktor: {interval: 10s}
services:
  web:
    image: shop/web
    x-docktor:
      enable: true
      min: 2
      max: 10
      targets: {cpu: 60%}
      tolerance: 10%
      scale_up:   {window: 0s, policies: [{replicas: 4, period: 15s}, {percent: 100, period: 15s}], select: max}
      scale_down: {window: 5m, select: max, policies: "50%/1m"}
      start_deadline: 2m
      interval: 5s
      stateful: allow
  db:
    image: shop/db
    deploy: {replicas: 3, mode: replicated}
)";

TEST(ComposeFile, EveryKeyIsRead) {
  const auto file = ReadComposeFile(kFull, "compose.yaml");
  ASSERT_TRUE(file.errors.empty());
  EXPECT_EQ(file.project->value, "shop");
  EXPECT_EQ(file.defaults.interval->value, 10s);
  ASSERT_EQ(file.services.size(), 2u);
  const auto& web = file.services[0];
  EXPECT_TRUE(web.errors.empty());
  const auto& layer = web.layer;
  EXPECT_EQ(layer.enable, (Said<bool>{true, {"compose.yaml:7:7"}}));
  EXPECT_EQ(layer.min, (Said<int>{2, {"compose.yaml:8:7"}}));
  EXPECT_EQ(layer.max->value, 10);
  EXPECT_DOUBLE_EQ(layer.cpu->value, 0.6);
  EXPECT_EQ(layer.cpu->origin.text, "compose.yaml:10:17");
  EXPECT_DOUBLE_EQ(layer.tolerance->value, 0.1);
  EXPECT_EQ(layer.up.window->value, 0s);
  EXPECT_EQ(layer.up.policies->value,
            (std::vector<RatePolicy>{{RateKind::kReplicas, 4, 15s}, {RateKind::kPercent, 100, 15s}}));
  EXPECT_EQ(layer.up.select->value, Select::kMax);
  EXPECT_EQ(layer.down.window->value, 5min);
  EXPECT_EQ(layer.down.policies->value, (std::vector<RatePolicy>{{RateKind::kPercent, 50, 1min}}));
  EXPECT_EQ(layer.start_deadline->value, 2min);
  EXPECT_EQ(layer.interval->value, 5s);
  EXPECT_TRUE(layer.stateful_allowed->value);
  EXPECT_FALSE(file.services[1].extension);
  EXPECT_EQ(file.services[1].layer, Layer{});
  EXPECT_EQ(file.services[1].count->value, 3);
  EXPECT_FALSE(file.services[1].global->value);
}

TEST(ComposeFile, AnEmptyExtensionIsOne) {
  const auto file = ReadComposeFile("services:\n  web:\n    x-docktor:\n  db: {}\n  cache:\n", "f");
  EXPECT_EQ(file.services[0].extension, Origin{"f:3:5"});
  EXPECT_TRUE(file.services[0].errors.empty());
  EXPECT_FALSE(file.services[1].extension);
  EXPECT_EQ(file.services.size(), 3u);
}

TEST(ComposeFile, TakesWhatIsMerged) {
  const auto file = ReadComposeFile(
      "x-scaled: &scaled\n  x-docktor: &limits {min: 2, max: 4}\n"
      "services:\n  web: {<<: *scaled, scale: 2}\n  api:\n    x-docktor: {<<: *limits, max: 8}\n",
      "f");
  EXPECT_EQ(file.services[0].layer.max->value, 4);
  EXPECT_EQ(file.services[0].count->value, 2);
  EXPECT_EQ(file.services[1].layer.min->value, 2);
  EXPECT_EQ(file.services[1].layer.max->value, 8);
}

struct CountCase {
  const char* name;
  const char* service;
  bool said;
  std::optional<int> value;
};
class CountTest : public testing::TestWithParam<CountCase> {};
TEST_P(CountTest, OfTheFile) {
  const auto file = ReadComposeFile("services: {web: " + std::string(GetParam().service) + "}", "f");
  ASSERT_EQ(file.services.at(0).count.has_value(), GetParam().said);
  EXPECT_EQ(file.services[0].count.value_or(FileCount{}).value, GetParam().value);
}
INSTANTIATE_TEST_SUITE_P(
    ComposeFile, CountTest,
    testing::Values(CountCase{"none", "{image: a}", false, {}}, CountCase{"scale", "{scale: 3}", true, 3},
                    CountCase{"replicas", "{deploy: {replicas: 4}}", true, 4},
                    CountCase{"quoted", "{deploy: {replicas: '4'}}", true, 4}, CountCase{"zero", "{scale: 0}", true, 0},
                    CountCase{"variable", "{scale: '${N:-2}'}", true, {}},
                    CountCase{"null_is_unsaid", "{scale: }", false, {}}, CountCase{"list", "{scale: [1]}", true, {}},
                    CountCase{"deploy_is_no_map", "{deploy: 5}", false, {}}),
    [](const auto& row) { return std::string(row.param.name); });

struct WrongCase {
  const char* name;
  const char* extension;
  const char* message;
  const char* hint;
};
class WrongTest : public testing::TestWithParam<WrongCase> {};
TEST_P(WrongTest, IsToldWithItsPlace) {
  const auto file =
      ReadComposeFile("services:\n  web:\n    x-docktor: " + std::string(GetParam().extension) + "\n", "f");
  ASSERT_EQ(file.services.at(0).errors.size(), 1u);
  const auto& error = file.services[0].errors[0];
  EXPECT_EQ(error.code, Errc::kInvalidInput);
  EXPECT_THAT(error.message, HasSubstr(GetParam().message));
  EXPECT_THAT(error.hint, HasSubstr(GetParam().hint));
}
INSTANTIATE_TEST_SUITE_P(
    ComposeFile, WrongTest,
    testing::Values(
        WrongCase{"unknown_key", "{mni: 2}", "f:3:17: unknown key 'mni'", "did you mean 'min'?"},
        WrongCase{"unknown_group", "{target: {cpu: 60%}}", "f:3:17: unknown key 'target'", "did you mean 'targets'?"},
        WrongCase{"unknown_inner", "{scale_up: {windw: 60s}}", "f:3:28: unknown key 'windw' in scale_up",
                  "did you mean 'window'?"},
        WrongCase{"far_from_all", "{colour: red}", "unknown key 'colour'", "known are enable, mode, min, max"},
        WrongCase{"dots_are_levels", "{scale_up: {policy: 4/15s}}", "unknown key 'policy' in scale_up",
                  "window, policies, select"},
        WrongCase{"text_for_number", "{min: two}", "f:3:17: min: 'two' is not a whole number", "write a whole number"},
        WrongCase{"negative", "{min: -1}", "min: '-1' is out of range", "0 to 10000"},
        WrongCase{"max_of_none", "{max: 0}", "max: '0' is out of range", "1 to 10000"},
        WrongCase{"octal", "{max: 010}", "begins with a zero", "whole number"},
        WrongCase{"no_target", "{targets: {cpu: 0%}}", "targets.cpu: '0%' is no target", "60%"},
        WrongCase{"huge_target", "{targets: {cpu: 1001%}}", "more than 1000%", "60%"},
        WrongCase{"bad_duration", "{interval: 5}", "interval: '5' is not a duration", "30s"},
        WrongCase{"no_value", "{min: }", "min has no value", "leave the key out"},
        WrongCase{"map_for_value", "{min: {a: 1}}", "min must be a single value", ""},
        WrongCase{"value_for_map", "{targets: 60%}", "targets must be a map", "write targets: {cpu: …}"},
        WrongCase{"list_for_value", "{scale_up: {window: [5s]}}", "scale_up.window must be a single value", ""},
        WrongCase{"not_a_map", "true", "f:3:16: x-docktor must be a map", "enable"},
        WrongCase{"list", "[min]", "x-docktor must be a map", "enable"},
        WrongCase{"policy_without_period", "{scale_up: {policies: [{replicas: 4}]}}", "a policy has a period",
                  "period: 15s"},
        WrongCase{"policy_of_both", "{scale_up: {policies: [{replicas: 4, percent: 5, period: 1s}]}}",
                  "either replicas or percent", ""},
        WrongCase{"policy_unknown", "{scale_up: {policies: [{pods: 4, period: 1s}]}}", "unknown key 'pods' in a policy",
                  "replicas"},
        WrongCase{"policy_list", "{scale_up: {policies: [[4]]}}", "a policy must be a map", ""},
        WrongCase{"policy_zero", "{scale_down: {policies: [{percent: 0, period: 1s}]}}", "percent: '0' is out of range",
                  ""},
        WrongCase{"policies_empty", "{scale_down: {policies: []}}", "names no policy", ""},
        WrongCase{"variable", "{max: '${MAX}'}", "variables are not filled in here", "write the value itself"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ComposeFile, AllErrorsAreToldAtOnceAndTheRestIsRead) {
  const auto file = ReadComposeFile("services:\n  web:\n    x-docktor: {min: x, max: 7, interval: y, foo: 1}\n", "f");
  EXPECT_EQ(file.services[0].errors.size(), 3u);
  EXPECT_EQ(file.services[0].layer.max->value, 7);
}

TEST(ComposeFile, AMisspeltExtensionIsNotPassedOver) {
  const auto file = ReadComposeFile("services:\n  web:\n    x-dockter: {min: 2}\n    x-logging: {}\n", "f");
  ASSERT_EQ(file.services[0].errors.size(), 1u);
  EXPECT_EQ(file.services[0].errors[0].message, "f:3:5: unknown key 'x-dockter'");
  EXPECT_EQ(file.services[0].errors[0].hint, "did you mean 'x-docktor'?");
}

TEST(ComposeFile, WhatIsNoComposeFileIsAnErrorOfAllOfIt) {
  for (const auto* text : {"", "- a\n", "just words", "a: [", "services: {web: {}, web: {}}"})
    EXPECT_EQ(ReadComposeFile(text, "f").errors.size(), 1u) << text;
}

TEST(ComposeFile, OddShapesElsewhereAreComposesMatter) {
  for (const auto* text :
       {"services: 5", "services: [a]", "services: {web: 5}", "name: [x]", "services:", "volumes: {}"}) {
    const auto file = ReadComposeFile(text, "f");
    EXPECT_TRUE(file.errors.empty()) << text;
  }
}

TEST(ComposeFile, OneThatIsNotThereIsNotFound) {
  const auto file = LoadComposeFile("/nonexistent/compose.yaml");
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, Errc::kNotFound);
  EXPECT_FALSE(LoadComposeFile("/"));
}

/// Whatever stands in a file or a label: an answer in time, and whatever bounds are read are possible ones.
void ExpectSane(const Layer& layer) {
  EXPECT_TRUE(!layer.min || layer.min->value >= 0);
  EXPECT_TRUE(!layer.max || layer.max->value >= 1);
  EXPECT_TRUE(!layer.cpu || layer.cpu->value > 0);
  EXPECT_TRUE(!layer.interval || layer.interval->value >= 1s);
  for (const auto* rules : {&layer.up, &layer.down}) {
    if (!rules->policies) continue;
    EXPECT_FALSE(rules->policies->value.empty());
    for (const auto& policy : rules->policies->value) EXPECT_GT(policy.amount, 0);
  }
}

TEST(ComposeFile, NoMutationOfAFileDoesHarm) {
  std::mt19937 random(20261124);
  const auto below = [&](std::size_t n) { return random() % n; };
  const std::vector<std::string> pieces{"&a ",
                                        "*a",
                                        "<<: ",
                                        "[",
                                        "]",
                                        "{",
                                        "}",
                                        ": ",
                                        "- ",
                                        "\n",
                                        "? ",
                                        "| ",
                                        "'",
                                        "\"",
                                        "\t",
                                        "---\n",
                                        "%YAML 9.9\n",
                                        "!!binary ",
                                        "\xff",
                                        std::string(1, '\0'),
                                        "99999999999999999999",
                                        "-",
                                        "~",
                                        "x-docktor: "};
  for (int round = 0; round < 3000; ++round) {
    std::string text = kFull;
    for (std::size_t change = 0; change <= below(8); ++change) {
      const auto at = below(text.size());
      switch (below(4)) {
        case 0: text[at] = static_cast<char>(random()); break;
        case 1: text.erase(at, below(20)); break;
        case 2: text.insert(at, pieces[below(pieces.size())]); break;
        default: text.insert(at, text.substr(below(text.size()), below(60))); break;
      }
      if (text.empty()) text = "a";
    }
    const auto file = ReadComposeFile(text, "f");
    ExpectSane(file.defaults);
    for (const auto& service : file.services) ExpectSane(service.layer);
  }
}

TEST(ComposeFile, NoBytesDoHarm) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 200, ' ');
    for (auto& c : text) c = static_cast<char>(random());
    ExpectSane(ReadComposeFile(text, "f").defaults);
    Layer layer;
    std::map<std::string, std::string> labels{{"docktor." + text, text}};
    for (const auto* key : {"docktor.min", "docktor.targets.cpu", "docktor.scale_up.policies", "docktor.interval"})
      labels[key] = text;
    ReadLabels({"shop", "web"}, labels, layer);
    ExpectSane(layer);
  }
}

}  // namespace
}  // namespace docktor::settings
