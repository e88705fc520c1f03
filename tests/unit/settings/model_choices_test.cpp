/// Which language models are asked, and in which order.
#include <gmock/gmock.h>

#include "settings/settings.h"
#include "settings/variables.h"

namespace docktor::settings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Settings Reads(const std::string& brain, const Environment& environment = {}) {
  return Settings(
      {.project = ReadSettingsFile(brain, "docktor.yaml", FileOf::kProject), .variables = ReadVariables(environment)});
}
std::vector<ModelChoice> Models(const std::string& brain, const Environment& environment = {}) {
  return Reads(brain, environment).SpecOf({.key = {"shop", "web"}}, 1).brain.models;
}
std::string Trouble(const std::string& brain) { return Reads(brain).SpecOf({.key = {"shop", "web"}}, 1).trouble; }

const std::string kProfiles = R"(
brain:
  model: qwen3
  profiles:
    prod: {model: claude-sonnet-5-5, provider: anthropic, key_env: WORK_KEY}
    small: gemma3
)";

TEST(ModelChoices, NoneIsNamed) { EXPECT_THAT(Models("{}"), IsEmpty()); }

TEST(ModelChoices, OneModelAndWhereItIs) {
  EXPECT_THAT(Models("brain: {model: qwen3, provider: azure, endpoint: \"https://x.openai.azure.com\", key_env: K}"),
              ElementsAre(ModelChoice{"qwen3", "azure", "https://x.openai.azure.com", "K"}));
  EXPECT_THAT(Models("brain: {model: m, endpoint: \"unix:/run/s.sock:/v1\"}"),
              ElementsAre(ModelChoice{.model = "m", .endpoint = "unix:/run/s.sock:/v1"}));
}

TEST(ModelChoices, UsualProfilesNeedNotBeWritten) {
  EXPECT_THAT(Models("brain: {profile: fast}"), ElementsAre(ModelChoice{"llama3.2"}));
  EXPECT_THAT(Models("brain: {profile: balanced, provider: anthropic}"), ElementsAre(ModelChoice{"llama3.1"}))
      << "they are on this machine";
  EXPECT_THAT(Models("brain: {profile: smart, profiles: {smart: gpt-oss}}"), ElementsAre(ModelChoice{"gpt-oss"}))
      << "but may be";
}

TEST(ModelChoices, AModelCountsForMoreThanAProfileOfAWeakerPlace) {
  EXPECT_THAT(Models("brain: {profile: fast}", {{"DOCKTOR_BRAIN_MODEL", "qwen3"}}), ElementsAre(ModelChoice{"qwen3"}));
  EXPECT_THAT(Models("brain: {model: qwen3}", {{"DOCKTOR_BRAIN_PROFILE", "fast"}}),
              ElementsAre(ModelChoice{"llama3.2"}));
}

TEST(ModelChoices, AProfileOfTheEnvironmentIsTaken) {
  EXPECT_THAT(Models(kProfiles), ElementsAre(ModelChoice{"qwen3"}));
  EXPECT_THAT(Models(kProfiles, {{"DOCKTOR_ENV", "prod"}}),
              ElementsAre(ModelChoice{"claude-sonnet-5-5", "anthropic", "", "WORK_KEY"}));
  EXPECT_THAT(Models(kProfiles, {{"DOCKTOR_ENV", "dev"}}), ElementsAre(ModelChoice{"qwen3"}));
  EXPECT_THAT(Models(kProfiles + "env: prod\n"), ElementsAre(testing::Field(&ModelChoice::provider, "anthropic")));
}

TEST(ModelChoices, OthersAreAskedInTheirOrder) {
  EXPECT_THAT(Models("brain: {model: a, endpoint: \"http://gpu:1/v1\", fallback: [fast, b]}"),
              ElementsAre(ModelChoice{"a", "", "http://gpu:1/v1", ""}, ModelChoice{"llama3.2"},
                          ModelChoice{"b", "", "http://gpu:1/v1", ""}));
  EXPECT_THAT(Models("{}", {{"DOCKTOR_BRAIN_PROFILE", "fast"}, {"DOCKTOR_BRAIN_FALLBACK", "smart, x"}}),
              ElementsAre(ModelChoice{"llama3.2"}, ModelChoice{"llama3.3"}, ModelChoice{"x"}));
}

TEST(ModelChoices, WhatIsWrongIsTold) {
  EXPECT_THAT(Trouble("brain: {profile: fats}"), HasSubstr("there is no profile 'fats'"));
  EXPECT_THAT(Trouble("brain: {profiles: {a: {provider: anthropic}}}"), HasSubstr("a profile has no model"));
  EXPECT_THAT(Trouble("brain: {profiles: {a: {model: m, provider: openia}}}"), HasSubstr("openia"));
  EXPECT_THAT(Trouble("brain: {model: m, endpoint: \"unix:///run/s\"}"), HasSubstr("is no http or https address"));
  EXPECT_THAT(Trouble("brain: {profiles: {a: {model: m, endpoint: \"http://u:p@h\"}}}"),
              testing::AllOf(HasSubstr("password"), testing::Not(HasSubstr("u:p"))));
  EXPECT_THAT(Trouble("brain: {fallback: {a: b}}"), HasSubstr("must be a list"));
}

}  // namespace
}  // namespace docktor::settings
