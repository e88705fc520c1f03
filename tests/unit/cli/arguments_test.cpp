#include "cli/arguments/arguments.h"

#include <gmock/gmock.h>

#include "operations/list.h"
#include "unit/cli/split.h"

namespace docktor::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::variant<Arguments, Words> Read(const std::string& line) { return Parse(Split(line), operations::All()); }

Arguments Understood(const std::string& line) {
  auto read = Read(line);
  if (const auto* words = std::get_if<Words>(&read)) {
    ADD_FAILURE() << line << ": " << (words->error ? words->error->message : words->text);
    return {};
  }
  return std::get<Arguments>(std::move(read));
}

struct CallCase {
  const char* name;
  const char* line;
  const char* operation;
  const char* input;
};
class CallTest : public testing::TestWithParam<CallCase> {};
TEST_P(CallTest, BecomesTheOperationsInput) {
  const auto arguments = Understood(GetParam().line);
  const auto* call = std::get_if<CallCommand>(&arguments.command);
  ASSERT_NE(call, nullptr);
  EXPECT_EQ(call->operation->Id(), GetParam().operation);
  EXPECT_EQ(json::value(call->input), ParseJson(GetParam().input).value());
}
INSTANTIATE_TEST_SUITE_P(
    Arguments, CallTest,
    testing::Values(CallCase{"bare", "status", "status", "{}"},
                    CallCase{"letter", "status -w", "status", R"({"watch":true})"},
                    CallCase{"positional", "why web", "why", R"({"service":"web"})"},
                    CallCase{"flag_instead", "why --decision d42", "why", R"({"decision":"d42"})"},
                    CallCase{"two_positionals", "scale web 4", "scale", R"({"service":"web","replicas":4})"},
                    CallCase{"duration", "scale web 4 --for 1m30s", "scale",
                             R"({"service":"web","replicas":4,"hold":90.0})"},
                    CallCase{"flags_first", "scale --once shop/web 0", "scale",
                             R"({"service":"shop/web","replicas":0,"once":true})"},
                    CallCase{"all", "pause all --for=2h", "pause", R"({"service":"all","hold":7200.0})"},
                    CallCase{"two_words", "decisions list web --limit 5 --actions", "decisions_list",
                             R"({"service":"web","limit":5,"actions":true})"},
                    CallCase{"show", "decisions show 42", "decisions_show", R"({"decision":"42"})"},
                    CallCase{"logs", "logs -f -n 3", "logs", R"({"lines":3,"follow":true})"},
                    CallCase{"daemon_status", "daemon status", "status", "{}"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Arguments, ASentenceMayStandWithoutQuotes) {
  for (const auto* line : {"prompt hold off on scaling --dry-run", "prompt \"hold off on scaling\" --dry-run"}) {
    const auto call = std::get<CallCommand>(Understood(line).command);
    EXPECT_EQ(call.input.at("text"), json::value("hold off on scaling")) << line;
    EXPECT_EQ(call.input.at("dry_run"), json::value(true)) << line;
  }
}

TEST(Arguments, EveryOperationHasItsCommandAndItsExamplesAreUnderstood) {
  for (const auto& operation : operations::All())
    for (const auto& example : operation.examples) {
      const auto arguments = Understood(example);
      const auto* call = std::get_if<CallCommand>(&arguments.command);
      const auto* to_file = std::get_if<ExportCommand>(&arguments.command);
      const bool understood = operation.Id() == "stop" || (call != nullptr && call->operation == &operation) ||
                              (to_file != nullptr && to_file->operation == &operation);
      EXPECT_TRUE(understood) << example;
    }
  EXPECT_TRUE(std::holds_alternative<StopCommand>(Understood("stop").command));
}

TEST(Arguments, AnExportKnowsItsFormatAndItsFile) {
  const auto arguments = Understood("decisions export --format parquet --since 7d --output a.parquet");
  const auto& command = std::get<ExportCommand>(arguments.command);
  EXPECT_EQ(command.format, remember::ExportFormat::kParquet);
  EXPECT_EQ(command.output, "a.parquet");
  EXPECT_EQ(WriteJson(command.input), R"({"since":"7d"})");
  const auto format_of = [](const char* line) { return std::get<ExportCommand>(Understood(line).command).format; };
  EXPECT_EQ(format_of("decisions export --output b.parquet"), remember::ExportFormat::kParquet);
  EXPECT_EQ(format_of("decisions export --output b.json"), remember::ExportFormat::kJson);
  EXPECT_EQ(format_of("decisions export --output b.json --format csv"), remember::ExportFormat::kCsv);
  EXPECT_EQ(format_of("decisions export --output records"), remember::ExportFormat::kCsv);
  EXPECT_EQ(format_of("decisions export --json"), remember::ExportFormat::kJson);
  EXPECT_EQ(format_of("decisions export"), remember::ExportFormat::kCsv);
  for (const auto* line : {"decisions export --format xml --output a", "decisions export --format parquet"}) {
    const auto read = Read(line);
    ASSERT_TRUE(std::holds_alternative<Words>(read)) << line;
    EXPECT_EQ(std::get<Words>(read).exit_code, kUsage) << line;
  }
}

TEST(Arguments, WhatHoldsEverywhereMayStandAnywhere) {
  for (const auto* line :
       {"--json --project shop status", "status --json --project shop", "decisions list --json --project shop"}) {
    const auto arguments = Understood(line);
    EXPECT_TRUE(arguments.json) << line;
    EXPECT_EQ(arguments.project.project, "shop") << line;
    EXPECT_FALSE(arguments.no_color) << line;
  }
}

TEST(Arguments, StartTakesWhatTheDaemonNeeds) {
  const auto arguments = Understood(
      "daemon start --compose-file a/b.yaml --project shop --service web --service api --dry-run --interval 2s "
      "--foreground --manual");
  const auto& start = std::get<StartCommand>(arguments.command);
  EXPECT_EQ(start.options.compose_file, "a/b.yaml");
  EXPECT_EQ(start.options.project, "shop");
  EXPECT_THAT(start.options.services, ElementsAre("web", "api"));
  EXPECT_TRUE(start.options.dry_run);
  EXPECT_TRUE(start.options.manual);
  EXPECT_TRUE(start.options.foreground);
  EXPECT_EQ(start.options.interval, 2s);
  EXPECT_FALSE(start.restart);
  EXPECT_TRUE(std::get<StartCommand>(Understood("daemon restart").command).restart);
}

TEST(Arguments, ConfigKnowsItsThreeCommands) {
  const auto show = std::get<ConfigShowCommand>(Understood("config show --origin web").command);
  EXPECT_EQ(show.service, "web");
  EXPECT_TRUE(show.origin);
  EXPECT_FALSE(std::get<ConfigShowCommand>(Understood("config show").command).service);
  EXPECT_EQ(std::get<ConfigValidateCommand>(Understood("config validate a.yaml").command).file, "a.yaml");
  EXPECT_TRUE(std::holds_alternative<ConfigSchemaCommand>(Understood("config schema").command));
}

struct WrongCase {
  const char* name;
  const char* line;
  const char* says;
};
class WrongTest : public testing::TestWithParam<WrongCase> {};
TEST_P(WrongTest, IsExplained) {
  const auto read = Read(GetParam().line);
  const auto* words = std::get_if<Words>(&read);
  ASSERT_NE(words, nullptr);
  ASSERT_TRUE(words->error);
  EXPECT_EQ(words->exit_code, kUsage);
  EXPECT_THAT(words->error->message + " | " + words->error->hint, HasSubstr(GetParam().says));
}
INSTANTIATE_TEST_SUITE_P(
    Arguments, WrongTest,
    testing::Values(WrongCase{"command_slip", "staus", "there is no command 'staus' | did you mean 'status'?"},
                    WrongCase{"far_off", "frobnicate", "there is daemon, status"},
                    WrongCase{"inner_slip", "daemon strat", "did you mean 'start'?"},
                    WrongCase{"flag_slip", "status --wach", "did you mean '--watch'?"},
                    WrongCase{"too_many", "status web", "one word too many: 'web'"},
                    WrongCase{"missing", "scale web", "REPLICAS"},
                    WrongCase{"no_number", "scale web four", "REPLICAS: 'four' is not a whole number"},
                    WrongCase{"no_time", "pause web --for soon", "--for: 'soon' is not a duration"},
                    WrongCase{"no_value", "pause web --for", "docktor pause --help"},
                    WrongCase{"no_interval", "daemon start --interval 0s", "--interval"}),
    [](const auto& row) { return std::string(row.param.name); });

struct HelpCase {
  const char* name;
  const char* line;
  const char* teaches;
};
class HelpTest : public testing::TestWithParam<HelpCase> {};
TEST_P(HelpTest, Teaches) {
  const auto read = Read(GetParam().line);
  const auto* words = std::get_if<Words>(&read);
  ASSERT_NE(words, nullptr);
  EXPECT_FALSE(words->error);
  EXPECT_EQ(words->exit_code, kOk);
  EXPECT_THAT(words->text, HasSubstr(GetParam().teaches));
  EXPECT_THAT(words->text, Not(HasSubstr("ready-fd")));
}
INSTANTIATE_TEST_SUITE_P(Arguments, HelpTest,
                         testing::Values(HelpCase{"nothing", "", "docktor daemon start"},
                                         HelpCase{"top", "--help", "Exit codes"},
                                         HelpCase{"operation", "scale --help", "docktor scale web 4 --for 30m"},
                                         HelpCase{"inner", "decisions list --help", "docktor decisions list"},
                                         HelpCase{"start", "daemon start --help", "docktor daemon start --service web"},
                                         HelpCase{"group", "daemon", "restart"}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(ExitCodes, AreWhatScriptsRelyOn) {
  EXPECT_EQ(ExitCodeOf({Errc::kInvalidInput, ""}), 2);
  EXPECT_EQ(ExitCodeOf({Errc::kDenied, ""}), 4);
  EXPECT_EQ(ExitCodeOf({Errc::kUnavailable, ""}), 5);
  EXPECT_EQ(ExitCodeOf({Errc::kNotFound, ""}), 1);
  EXPECT_EQ(kNoDaemon, 3);
  EXPECT_EQ(kInterrupted, 130);
}

}  // namespace
}  // namespace docktor::cli
