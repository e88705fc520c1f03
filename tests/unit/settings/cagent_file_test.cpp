#include "settings/files/cagent_file.h"

#include <gmock/gmock.h>

#include "settings/settings.h"

namespace docktor::settings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<ModelChoice> Models(const std::string& text, const std::string& own = "{}") {
  return Settings({.cagent = ReadCagentFile(text, "e"), .project = ReadSettingsFile(own, "d", FileOf::kProject)})
      .Brain()
      .models;
}

TEST(CagentFile, NamesAModelAndWhereItIs) {
  EXPECT_THAT(Models(CagentText("http://localhost:12434/engines/v1", "ai/llama3.2")),
              ElementsAre(ModelChoice{"ai/llama3.2", "", "http://localhost:12434/engines/v1", ""}));
  EXPECT_THAT(Models("OPENAI_MODEL=dmr/ai/llama3.2"), ElementsAre(ModelChoice{"ai/llama3.2"}));
  EXPECT_THAT(Models("# nothing\n\n"), IsEmpty());
}

TEST(CagentFile, ItsKeyIsForItsEndpointAlone) {
  const std::string text = "export OPENAI_API_KEY='sk-1'\nOPENAI_BASE_URL=\"https://gw/v1\"\nOPENAI_MODEL=m\n";
  EXPECT_THAT(Models(text), ElementsAre(ModelChoice{"m", "", "https://gw/v1", CagentFile::kKey}));
  EXPECT_THAT(Models(text, "brain: {model: other}"), ElementsAre(ModelChoice{"other"}));
  EXPECT_THAT(Models("OPENAI_API_KEY=sk-1\nOPENAI_MODEL=m"),
              ElementsAre(ModelChoice{"m", "openai", "", CagentFile::kKey}));
  const Settings settings({.cagent = ReadCagentFile(text, "e")});
  EXPECT_EQ(settings.Variable({{"OPENAI_API_KEY", "another"}}, CagentFile::kKey), "sk-1");
  EXPECT_EQ(settings.Variable({{"OPENAI_API_KEY", "another"}}, "OPENAI_API_KEY"), "another");
}

TEST(CagentFile, AKeyGoesNowhereElse) {
  EXPECT_THAT(Models("OPENAI_BASE_URL=gw.corp/v1\nOPENAI_API_KEY=sk-1\nOPENAI_MODEL=m"), IsEmpty())
      << "not to OpenAI, because the address was mistyped";
  const std::string foreign = "OPENAI_BASE_URL=https://evil/v1\nOPENAI_MODEL=m\n";
  EXPECT_THAT(Models(foreign, "brain: {key_env: WORK_KEY}"), IsEmpty());
  EXPECT_THAT(Models(foreign, "{brain: {fallback: [fast]}}"), ElementsAre(ModelChoice{"llama3.2"}));
  EXPECT_THAT(Models(foreign, "{env: prod, brain: {profiles: {prod: p}, fallback: [f]}}"),
              ElementsAre(ModelChoice{"p"}, ModelChoice{"f"}));
}

TEST(CagentFile, WhatIsWrongIsToldWithoutItsText) {
  const auto file = ReadCagentFile("sk-secret\nOPENAI_BASE_URL=http://me:pw@host\n", "e");
  ASSERT_EQ(file.errors.size(), 2u);
  EXPECT_THAT(file.errors[0].message, HasSubstr("e:1"));
  EXPECT_THAT(file.errors[1].message, HasSubstr("e:2: OPENAI_BASE_URL"));
  for (const auto& error : file.errors) {
    EXPECT_EQ(error.message.find("sk-secret"), std::string::npos);
    EXPECT_EQ(error.message.find("pw"), std::string::npos);
  }
  const Settings settings({.cagent = file});
  EXPECT_EQ(settings.SpecOf({.key = {"shop", "web"}}, 1).trouble, "") << "a file of another program stops nothing";
}

}  // namespace
}  // namespace docktor::settings
