#include "cli/reference/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/arguments/arguments.h"
#include "operations/list.h"
#include "settings/fields/fields.h"
#include "unit/cli/split.h"

namespace docktor::cli {
namespace {

using testing::HasSubstr;

const std::vector<CommandWords>& Commands() {
  static const auto commands = AllCommands(operations::All());
  return commands;
}

/// Whether a line after "docktor" can be read; what a shell would take, and quotes, left out.
bool Understood(const std::string& line) {
  const auto end = line.find(" > ");
  auto words = Split(line.substr(0, end));
  words.erase(words.begin());
  return std::holds_alternative<Arguments>(Parse(words, operations::All()));
}

TEST(Reference, EveryCommandHasASummaryAndExamplesThatCanBeRead) {
  for (const auto& command : Commands()) {
    EXPECT_FALSE(command.summary.empty()) << command.name;
    for (const auto& example : command.examples) EXPECT_TRUE(Understood(example)) << example;
  }
}

TEST(Reference, EveryFlagHasHelpAndAnExampleThatCanBeRead) {
  for (const auto& command : Commands()) {
    if (command.group) continue;
    for (const auto& option : command.options) {
      EXPECT_FALSE(option.help.empty()) << command.name << " " << option.names.front();
      EXPECT_TRUE(Understood(ExampleOf(command, option))) << ExampleOf(command, option);
    }
  }
}

TEST(Reference, NamesEveryCommandAndSetting) {
  const auto page = ReferencePage(Commands());
  for (const auto& command : Commands()) {
    if (command.group) continue;
    EXPECT_THAT(page, HasSubstr("### docktor " + command.name + "\n"));
  }
  for (const auto& field : settings::Fields()) EXPECT_THAT(page, HasSubstr("| `" + field.key + "` |"));
}

TEST(Reference, ThereIsAManPageForEveryCommandAndForTheSettings) {
  const auto pages = ManPages(Commands());
  EXPECT_THAT(pages.at("docktor.1"), HasSubstr(".SH COMMANDS"));
  EXPECT_THAT(pages.at("docktor-decisions-list.1"), HasSubstr("\\-\\-limit"));
  EXPECT_THAT(pages.at("docktor.yaml.5"), HasSubstr(".B targets.cpu"));
}

}  // namespace
}  // namespace docktor::cli
