#include "cli/completion/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/arguments/arguments.h"
#include "operations/list.h"

namespace docktor::cli {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> After(const std::vector<std::string>& words) {
  static const auto commands = AllCommands(operations::All());
  return Candidates(commands, words,
                    {.services =
                         [] {
                           return std::vector<std::string>{"web", "worker", "api"};
                         },
                     .projects =
                         [] {
                           return std::vector<std::string>{"shop", "blog"};
                         }});
}

TEST(Completion, CommandsAndTheirSubcommands) {
  EXPECT_THAT(After({""}), AllOf(Contains("status"), Contains("daemon"), Contains("doctor"), Not(Contains("web"))));
  EXPECT_THAT(After({"sta"}), ElementsAre("status"));
  EXPECT_THAT(After({"daemon", "st"}), ElementsAre("start", "status", "stop"));
  EXPECT_THAT(After({"decisions", "ver"}), ElementsAre("verify"));
}

TEST(Completion, LiveNamesOfServices) {
  EXPECT_THAT(After({"why", "w"}), ElementsAre("web", "worker"));
  EXPECT_THAT(After({"scale", ""}), ElementsAre("api", "web", "worker"));
  EXPECT_THAT(After({"scale", "web", ""}), IsEmpty());  // a number is meant
  EXPECT_THAT(After({"daemon", "start", "--service", ""}), ElementsAre("api", "web", "worker"));
  EXPECT_THAT(After({"scale", "--for", "30m", "a"}), ElementsAre("api"));
}

TEST(Completion, FlagsAndTheirValues) {
  EXPECT_THAT(After({"status", "--w"}), ElementsAre("--watch"));
  EXPECT_THAT(After({"status", "--js"}), ElementsAre("--json"));
  EXPECT_THAT(After({"--project", ""}), ElementsAre("blog", "shop"));
  EXPECT_THAT(After({"decisions", "export", "--format", ""}), ElementsAre("csv", "json", "parquet"));
  EXPECT_THAT(After({"completion", ""}), ElementsAre("bash", "fish", "zsh"));
  EXPECT_THAT(After({"decisions", "export", "--output", ""}), IsEmpty());  // a file is meant
}

TEST(Completion, WordsThatLeadNowhereGiveNothing) {
  EXPECT_THAT(After({"nonsense", "x"}), IsEmpty());
  EXPECT_THAT(After({}), Contains("status"));
}

TEST(Completion, EveryShellHasAScript) {
  for (const auto* shell : {"bash", "zsh", "fish"}) EXPECT_TRUE(CompletionScript(shell)) << shell;
  EXPECT_FALSE(CompletionScript("cmd"));
}

}  // namespace
}  // namespace docktor::cli
