#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "settings/settings.h"

namespace docktor::settings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Messages(const std::vector<Error>& errors) {
  std::vector<std::string> messages;
  for (const auto& error : errors) messages.push_back(error.message);
  return messages;
}

ServiceFacts Web(std::map<std::string, std::string> labels = {}) {
  return {.key = {"shop", "web"}, .labels = std::move(labels)};
}

/// Every source says a maximum of its own; `strongest` of them speak.
Settings Said(int strongest) {
  Written written;
  if (strongest > 0) written.user = ReadSettingsFile("max: 21", "config.yaml", FileOf::kUser);
  if (strongest > 1) written.project = ReadSettingsFile("max: 22", "docktor.yaml", FileOf::kProject);
  std::string compose = "services: {web: {}}";
  if (strongest > 2) compose = "x-docktor: {max: 23}\nservices: {web: {}}";
  if (strongest > 3)
    written.project = ReadSettingsFile("max: 22\nservices: {web: {max: 24}}", "docktor.yaml", FileOf::kProject);
  if (strongest > 4) compose = "x-docktor: {max: 23}\nservices: {web: {x-docktor: {max: 25}}}";
  written.compose = {ReadComposeFile(compose, "compose.yaml")};
  if (strongest > 6) written.variables = ReadVariables({{"DOCKTOR_MAX", "27"}});
  return Settings(std::move(written));
}

TEST(Layers, EachIsStrongerThanTheOnesBeforeIt) {
  EXPECT_EQ(Said(0).SpecOf(Web(), {}).max, 10);
  for (int strongest = 1; strongest <= 7; ++strongest) {
    const auto web = strongest > 5 ? Web({{"docktor.max", "26"}}) : Web();
    EXPECT_EQ(Said(strongest).SpecOf(web, {}).max, 20 + strongest);
  }
}

std::string OriginOf(const Settings& settings, const std::string& key) {
  for (const auto& setting : settings.Explain(Web(), {}))
    if (setting.key == key) return setting.origin.text;
  return "";
}

TEST(Layers, EveryOriginSaysWhere) {
  EXPECT_EQ(OriginOf(Said(1), "max"), "config.yaml:1:1");
  EXPECT_EQ(OriginOf(Said(4), "max"), "docktor.yaml:2:18");
  EXPECT_EQ(OriginOf(Said(7), "max"), "variable DOCKTOR_MAX");
  const Settings manual({.flags = {.manual = true}});
  EXPECT_EQ(OriginOf(manual, "mode"), "flag --manual");
  EXPECT_TRUE(manual.SpecOf(Web(), {}).manual);
}

TEST(SettingsFile, OfAProjectEnablesWhatItNames) {
  const auto spec = [](const std::string& text) {
    return Settings({.project = ReadSettingsFile(text, "docktor.yaml", FileOf::kProject)}).SpecOf(Web(), {});
  };
  EXPECT_TRUE(spec("services: {web: }").enabled);
  EXPECT_FALSE(spec("services: {web: {enable: false}}").enabled);
  EXPECT_FALSE(spec("services: {api: }").enabled);
  EXPECT_FALSE(spec("max: 5").enabled);
  EXPECT_FALSE(spec("").enabled);
}

struct FileCase {
  const char* name;
  FileOf of;
  const char* text;
  const char* message;
  const char* hint;
};
class SettingsFileTest : public testing::TestWithParam<FileCase> {};
TEST_P(SettingsFileTest, WhatIsWrongIsToldWithItsPlace) {
  const Settings settings({.project = ReadSettingsFile(GetParam().text, "f", GetParam().of)});
  const auto errors = settings.Problems({});
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_THAT(errors[0].message, HasSubstr(GetParam().message));
  EXPECT_THAT(errors[0].hint, HasSubstr(GetParam().hint));
}
INSTANTIATE_TEST_SUITE_P(
    Settings, SettingsFileTest,
    testing::Values(
        FileCase{"unknown", FileOf::kProject, "mni: 2", "f:1:1: unknown key 'mni'", "did you mean 'min'"},
        FileCase{"in_a_service", FileOf::kProject, "services:\n  web: {min: x}", "f:2:9: min: 'x'", "whole"},
        FileCase{"not_services", FileOf::kProject, "services: [web]", "f:1:1: services must be a map", "web"},
        FileCase{"project_wide", FileOf::kProject, "services:\n  web: {limits: {max_cpus: 2}}",
                 "f:2:18: limits.max_cpus is of the whole project", "at the top"},
        FileCase{"services_of_a_user", FileOf::kUser, "services: {web: }", "f:1:1: services are of a project",
                 "docktor.yaml"},
        FileCase{"no_yaml", FileOf::kUser, "a: [", "f:", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(SettingsFile, NamesOnlyServicesThatThereAre) {
  const auto errors = [](const std::string& compose) {
    const Settings settings({.project = ReadSettingsFile("services: {wbe: {max: 5}}", "f", FileOf::kProject),
                             .compose = {ReadComposeFile(compose, "c")}});
    return settings.NameErrors({});
  };
  EXPECT_THAT(Messages(errors("services: {web: }")),
              ElementsAre("f:1:12: service 'wbe': the project has no such service"));
  EXPECT_EQ(errors("services: {web: }")[0].hint, "did you mean 'web'?");
  EXPECT_THAT(errors("services: {web: }\ninclude: [other.yaml]"), IsEmpty());
}

TEST(SettingsFile, OneThatIsNotThereSaysNothing) {
  const auto file = LoadSettingsFile("/nonexistent/docktor.yaml", FileOf::kProject);
  EXPECT_THAT(file.errors, IsEmpty());
  EXPECT_EQ(file.path, "/nonexistent/docktor.yaml");
}

TEST(SettingsFile, OneThatIsAFolderIsAnError) {
  const auto errors = LoadSettingsFile(testing::TempDir(), FileOf::kUser).errors;
  EXPECT_THAT(Messages(errors), ElementsAre(HasSubstr("read settings " + testing::TempDir())));
}

TEST(Written, IsFoundBesideTheComposeFileAndInTheConfigurationFolder) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "written";
  std::filesystem::create_directories(folder / "config");
  std::ofstream(folder / "config/config.yaml") << "min: 2";
  std::ofstream(folder / "docktor.yaml") << "max: 4";
  const FoundProject project{.name = "shop", .files = {{.path = (folder / "compose.yaml").string()}}, .found_by = ""};
  const auto written = LoadWritten(project, folder / "config", {{"DOCKTOR_INTERVAL", "2s"}}, {});
  const auto spec = Settings(written).SpecOf(Web(), {});
  EXPECT_EQ(spec.min, 2);
  EXPECT_EQ(spec.max, 4);
  EXPECT_EQ(spec.interval, 2s);
  EXPECT_THAT(FilesOf(written), ElementsAre(folder / "config/config.yaml", folder / ".env.cagent",
                                            folder / "docktor.yaml", folder / "compose.yaml"));
}

TEST(Variables, AreNamedAsTheFieldsAre) {
  EXPECT_EQ(VariableOf("scale_up.window"), "DOCKTOR_SCALE_UP_WINDOW");
  const auto read =
      ReadVariables({{"DOCKTOR_SCALE_UP_WINDOW", "7s"}, {"DOCKTOR_LIMITS_MAX_MEMORY", "2g"}, {"MAX", "x"}});
  EXPECT_THAT(read.errors, IsEmpty());
  EXPECT_EQ(read.layer.up.window->value, 7s);
  EXPECT_EQ(read.layer.limits.max_memory->value, std::int64_t{2} << 30);
}

TEST(Variables, WhatIsNearlyASettingIsAnErrorAndTheRestIsLeftAside) {
  const auto read = ReadVariables({{"DOCKTOR_COMPOSE_FILE", "a"},
                                   {"DOCKTOR_STATE_DIR", "b"},
                                   {"DOCKTOR_MIN", ""},
                                   {"DOCKTOR_MXA", "3"},
                                   {"DOCKTOR_MAX", "ten"},
                                   {"DOCKTOR_REDIS_PASSWORD", "secret"}});
  EXPECT_THAT(Messages(read.errors),
              ElementsAre("variable DOCKTOR_MAX: 'ten' is not a whole number", "variable DOCKTOR_MXA: unknown"));
  EXPECT_EQ(read.errors[1].hint, "did you mean 'DOCKTOR_MAX'?");
  EXPECT_FALSE(Settings({.compose = {ReadComposeFile("services: {web: {x-docktor: }}", "f")}, .variables = read})
                   .SpecOf(Web(), {})
                   .enabled);
}

}  // namespace
}  // namespace docktor::settings
