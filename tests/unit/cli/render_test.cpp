#include "cli/render/render.h"

#include <ctime>

#include <gmock/gmock.h>

#include "cli/daemon/greeting.h"
#include "cli/render/table.h"
#include "cli/render/times.h"
#include "unit/operations/world.h"

namespace docktor::cli {
namespace {

using operations::kNow;
using testing::HasSubstr;
using testing::Not;

const Look kPlainLook{.now = kNow};

operations::StatusOutput SomeStatus() {
  operations::StatusOutput status{
      .at = kNow,
      .daemon = {.version = "1.2.3", .started_at = kNow - 3min, .projects = {"shop"}, .engine = "Docker 20"}};
  for (const auto& view : operations::Shop().services) status.services.push_back(operations::StatusOf(view));
  return status;
}

TEST(RenderForecast, TellsAllTimesByTheServicesClocks) {
  const Instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30} + 6h + 2min};
  operations::ForecastOutput forecast{.service = {"shop", "web"},
                                      .at = now,
                                      .zone = "Asia/Tokyo",
                                      .utc_offset = 9h,
                                      .running = 2,
                                      .hints = {"will need 6 replicas at 16:00 (Asia/Tokyo); 2 run now"}};
  for (int i = 0; i < 288; ++i)
    forecast.steps.push_back({.load = {.at = now - 2min + i * 5min, .low = 1, .middle = 2, .high = 3}, .replicas = 4});
  const auto text = RenderForecast(forecast, kPlainLook);
  EXPECT_THAT(text, HasSubstr("AT (Asia/Tokyo)"));
  EXPECT_THAT(text, HasSubstr("1h   16:00 "));
  EXPECT_THAT(text, HasSubstr("16h  07:00 tomorrow "));
}

TEST(RenderBacktest, SaysWhoseDecisionMadeTheCountsDiffer) {
  operations::BacktestOutput backtest{.service = {"shop", "web"}, .from = kNow - 24h, .to = kNow, .hours = 24};
  backtest.differences.push_back({.from = kNow - 2h,
                                  .to = kNow - 1h,
                                  .present = 3,
                                  .changed = 5,
                                  .by = "changed",
                                  .because = "web 3 → 5: CPU at 91 %",
                                  .went_to = 5});
  backtest.differ = 1;
  EXPECT_THAT(RenderBacktest(backtest, kPlainLook), HasSubstr("3        5        changed      web 3 → 5: CPU at 91 %"));
}

TEST(Table, LinesUpByCharactersNotBytes) {
  Table table({"A", "B"});
  table.Add({{"2–10 …"}, {"x"}});
  table.Add({{"1"}, {"y"}});
  EXPECT_EQ(table.Draw({}), "A       B\n2–10 …  x\n1       y\n");
}

TEST(Table, TheWidestColumnGivesWayOnATerminal) {
  Table table({"NAME", "WORDS"});
  table.Add({{"web"}, {"a long sentence about what was decided and why"}});
  EXPECT_EQ(table.Draw({.width = 20}), "NAME  WORDS\nweb   a long senten…\n");
  EXPECT_THAT(table.Draw({.width = 0}), HasSubstr("and why\n"));
}

TEST(Render, ASeriesIsToldInTheUnitOfItsSignal) {
  operations::HistoryOutput history{.service = operations::kWeb, .signal = "cpu.utilization", .step = 40s};
  EXPECT_EQ(Render("history", ToJson(history), kPlainLook), "nothing of cpu.utilization was sampled in that time\n");
  history.points.push_back({kNow, 0.412, 0.9, 2.5, 2});
  const auto text = Render("history", ToJson(history), kPlainLook);
  EXPECT_THAT(text, HasSubstr("cpu.utilization of web, each 40s:\n"));
  EXPECT_THAT(text, HasSubstr("41%   90%      2.5      2\n"));
  history.signal = "queue.length";
  EXPECT_THAT(Render("history", ToJson(history), kPlainLook), HasSubstr("0.412"));
}

TEST(Render, SettingsNameTheirPlace) {
  const operations::SettingsOutput settings{.error = "docktor.yaml:3",
                                            .services = {{operations::kWeb, {{"min", "2", "compose.yaml:5:7"}}}}};
  const auto text = Render("settings", ToJson(settings), kPlainLook);
  EXPECT_THAT(text, HasSubstr("changed settings are refused: docktor.yaml:3\n"));
  EXPECT_THAT(text, HasSubstr("shop/web\nKEY  VALUE  SAID IN\nmin  2      compose.yaml:5:7\n"));
}

TEST(Paint, IsForThoseWhoWantColour) {
  EXPECT_EQ(Paint("x", Ink::kRed, {.color = true}), "\x1b[31mx\x1b[0m");
  EXPECT_EQ(Paint("x", Ink::kRed, {.color = false}), "x");
  using Environment = settings::Environment;
  EXPECT_FALSE(LookOfStdout(Environment{{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}, false, kNow).color);
  EXPECT_FALSE(LookOfStdout(Environment{{"CLICOLOR_FORCE", "1"}}, true, kNow).color);
  EXPECT_TRUE(LookOfStdout(Environment{{"CLICOLOR_FORCE", "1"}}, false, kNow).color);
  EXPECT_FALSE(LookOfStdout(Environment{{"CLICOLOR_FORCE", "1"}, {"TERM", "dumb"}}, false, kNow).color);
}

TEST(Times, AreToldAsPeopleDo) {
  setenv("TZ", "UTC", 1);
  tzset();
  EXPECT_EQ(LocalTime(kNow, kNow), "22:31:07");
  EXPECT_EQ(LocalTime(kNow - 48h, kNow), "2025-11-22 22:31:07");
  EXPECT_EQ(Relative(kNow - 3s, kNow), "3s ago");
  EXPECT_EQ(Relative(kNow + 90s, kNow), "in 1m30s");
  EXPECT_EQ(Relative(kNow + 400ms, kNow), "now");
  EXPECT_EQ(Rough(3h + 4min + 5s), "3h4m");
  EXPECT_EQ(Rough(50h + 4min), "2d2h");
}

TEST(Status, IsATable) {
  const auto text = RenderStatus(SomeStatus(), kPlainLook);
  EXPECT_THAT(text, HasSubstr("project shop · up 3m · Docker 20"));
  EXPECT_THAT(text, HasSubstr("SERVICE  REPLICAS"));
  EXPECT_THAT(text, HasSubstr("2/2 of 2–10"));
  EXPECT_THAT(text, HasSubstr("41% of 60%"));
  EXPECT_THAT(text, HasSubstr("auto"));
  EXPECT_THAT(text, HasSubstr("watched"));
  EXPECT_THAT(text, HasSubstr("cannot scale"));
  EXPECT_THAT(text, HasSubstr("(1m ago, 5 looks)"));
  EXPECT_THAT(text, HasSubstr("in 3s"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(Status, TellsTroublesAndOverrides) {
  auto status = SomeStatus();
  status.engine_lost = "connection refused";
  status.journal_error = "no space left";
  status.journal_loss = "1 line could not be used";
  status.services[2].mode = operations::Mode::kPaused;
  status.services[2].override = "paused";
  status.services[2].cpu.reset();
  const auto text = RenderStatus(status, kPlainLook);
  EXPECT_THAT(text, HasSubstr("Docker does not answer: connection refused"));
  EXPECT_EQ(MeaningOf("status", ToJson(status)), kDockerUnreachable);
  EXPECT_EQ(MeaningOf("status", ToJson(SomeStatus())), kOk);
  EXPECT_THAT(text, HasSubstr("the journal cannot be written: no space left"));
  EXPECT_THAT(text, HasSubstr("the journal: something of it is lost: 1 line could not be used"));
  EXPECT_THAT(text, HasSubstr("paused until resumed"));
  EXPECT_THAT(text, HasSubstr("– of 60%"));
}

TEST(Status, ShowsWhatWaitsForAPersonsWord) {
  auto status = SomeStatus();
  status.services[2].mode = operations::Mode::kManual;
  status.services[2].proposal = operations::ProposalItem{.id = {42}, .service = {"shop", "web"}, .from = 2, .to = 4};
  const auto text = RenderStatus(status, kPlainLook);
  EXPECT_THAT(text, HasSubstr("manual"));
  EXPECT_THAT(text, HasSubstr("proposal web: 2 → 4"));
  EXPECT_THAT(text, HasSubstr("docktor approve d42"));
  const operations::ProposalsOutput output{{*status.services[2].proposal}};
  EXPECT_THAT(RenderProposals(output, kPlainLook), HasSubstr("d42 web 2 → 4"));
  EXPECT_EQ(RenderProposals({}, kPlainLook), "nothing waits for approval\n");
}

TEST(Status, ShowsWhatIsSpentOnModels) {
  auto status = SomeStatus();
  status.model = operations::ModelStatus{.model = "wise", .counsel = {.asked = 12}};
  EXPECT_THAT(RenderStatus(status, kPlainLook), HasSubstr("model wise advises: asked 12\n"));
  status.model->spent.elsewhere = {14, 9120, 0.031};
  EXPECT_THAT(RenderStatus(status, kPlainLook),
              HasSubstr("; elsewhere: 14 questions in the last hour, 9120 tokens and 0.03 $ in the last day\n"));
}

TEST(Tally, ShowsTalksAndTheWhole) {
  remember::Tally tally{.models = {{.model = "wise", .asked = 4, .tokens_in = 400}},
                        .talks = {{.model = "wise", .talks = 2, .calls = 5, .tokens_in = 900, .tokens_out = 100}},
                        .total = {9, 1400, 0.5}};
  const auto text = RenderTally(tally, kPlainLook);
  EXPECT_THAT(text, HasSubstr("TALKED WITH"));
  EXPECT_THAT(text, HasSubstr("900 + 100"));
  EXPECT_THAT(text, HasSubstr("in all 9 questions, 1400 tokens, 0.5000 $"));
}

TEST(Tally, ComparesWhatTheModelChoseWithWhatTheRulesDid) {
  const auto told = [](int by_model, int by_rules) {
    return RenderTally({.models = {},
                        .outcomes = {{.by = "rules", .actions = 10, .success = by_rules},
                                     {.by = "model", .actions = 4, .success = by_model}}},
                       kPlainLook);
  };
  EXPECT_THAT(told(3, 6), HasSubstr("turned out better than what the rules did: 75 % of 4 against 60 % of 10\n"));
  EXPECT_THAT(told(1, 6), HasSubstr("worse than"));
  EXPECT_THAT(told(2, 5), HasSubstr("as well as"));
  const auto alone = RenderTally({.models = {}, .outcomes = {{.by = "rules", .actions = 1}}}, kPlainLook);
  EXPECT_THAT(alone, Not(HasSubstr("turned out")));
}

TEST(Health, ShowsEachPartAndWhatToDo) {
  operations::HealthOutput health{.ok = false,
                                  .parts = {{"engine", true, "Docker answers", ""},
                                            {"journal", false, "cannot be written: no space left", "make room"}}};
  const auto text = RenderHealth(health, kPlainLook);
  EXPECT_THAT(text, HasSubstr("trouble"));
  EXPECT_THAT(text, HasSubstr("\njournal: make room\n"));
  EXPECT_EQ(MeaningOf("health", ToJson(health)), kFailed);
  health.parts[0].ok = false;
  EXPECT_EQ(MeaningOf("health", ToJson(health)), kDockerUnreachable);
  health.ok = true;
  EXPECT_EQ(MeaningOf("health", ToJson(health)), kOk);
}

TEST(Status, SaysWhereReadingsComeFromWhereThereIsNoneOfTheHost) {
  auto status = SomeStatus();
  status.host.reset();
  status.readings_from = "the engine's stats streams";
  EXPECT_THAT(RenderStatus(status, kPlainLook), HasSubstr(" · replicas read from the engine's stats streams\n"));
}

TEST(Status, AnEmptyProjectSaysWhatToDo) {
  operations::StatusOutput status{.at = kNow};
  EXPECT_THAT(RenderStatus(status, kPlainLook), HasSubstr("docker compose up -d"));
}

TEST(Why, TellsTheWholeAndTheLastChange) {
  operations::WhyOutput why{
      .item = {.decision = operations::HoldOf(7), .sentence = "web stays at 2", .last = kNow, .looks = 5},
      .lines = {"Saw: 2 running", "Verdict: 2"},
      .last_change = operations::HistoryItem{.decision = operations::ActionOf(6), .sentence = "web 2 → 4"}};
  const auto text = RenderWhy(why, kPlainLook);
  EXPECT_THAT(text, testing::StartsWith("web stays at 2\nd7 · "));
  EXPECT_THAT(text, HasSubstr("5 looks in a row"));
  EXPECT_THAT(text, HasSubstr("\nSaw: 2 running\nVerdict: 2\n"));
  EXPECT_THAT(text, HasSubstr("Last change: web 2 → 4 (d6, 1m ago)"));
}

TEST(Decisions, ShowWhatCameOfEach) {
  operations::ListDecisionsOutput out;
  out.decisions.push_back({.decision = operations::ActionOf(3), .sentence = "web 2 → 4"});
  out.decisions.push_back(
      {.decision = operations::ActionOf(2), .report = ActionReport{.ok = false, .message = "no such image"}});
  out.decisions.push_back({.decision = operations::ActionOf(1), .outcome = Outcome{.kind = OutcomeKind::kSuccess}});
  out.decisions.push_back({.decision = operations::HoldOf(4), .looks = 12});
  out.decisions.push_back({.decision = operations::ActionOf(5), .report = ActionReport{.ok = true}});
  out.lost.push_back({.first = kNow - 1min, .last = kNow, .count = 7});
  const auto text = RenderDecisions(out, kPlainLook);
  for (const auto* word : {"under way", "failed", "success", "held, 12 looks", "called off", "\n7 records from "})
    EXPECT_THAT(text, HasSubstr(word));
}

TEST(Commands, OneRefusalOfSeveralIsSaidAndCounts) {
  const operations::CommandOutput mixed{
      {{.service = operations::kWeb, .ok = true, .sentence = "done"},
       {.service = operations::kApi, .ok = false, .sentence = "watched only", .hint = "enable it"}}};
  EXPECT_EQ(RenderCommand(mixed, kPlainLook), "done\nrefused: api: watched only\n  enable it\n");
  EXPECT_EQ(MeaningOf("pause", ToJson(mixed)), kRefused);
  EXPECT_EQ(MeaningOf("pause", ToJson(operations::CommandOutput{})), kOk);
}

TEST(Verification, ABrokenChainIsAFailure) {
  remember::Verification whole{.ok = true, .records = 12, .segments = 1};
  EXPECT_EQ(MeaningOf("decisions_verify", ToJson(whole)), kOk);
  EXPECT_EQ(RenderVerification(whole, kPlainLook), "the journal is whole: 12 records in 1 segment\n");
  whole.pruned = 40;
  EXPECT_THAT(RenderVerification(whole, kPlainLook), HasSubstr("40 older records were deleted"));
  whole.lost = 7;
  EXPECT_THAT(RenderVerification(whole, kPlainLook), HasSubstr("7 records were never written"));
  auto broken = whole;
  broken.ok = false;
  broken.problem = remember::ChainProblem{.what = "line 3 was changed"};
  EXPECT_EQ(MeaningOf("decisions_verify", ToJson(broken)), kFailed);
  EXPECT_THAT(RenderVerification(broken, kPlainLook), HasSubstr("line 3 was changed"));
}

TEST(Render, KnowsEveryOperationAndShowsAStrangersAnswerAsItIs) {
  for (const auto& operation : operations::All())
    EXPECT_EQ(Render(operation.Id(), json::value(1), kPlainLook), "1\n") << operation.Id();
  EXPECT_THAT(Render("status", ToJson(SomeStatus()), kPlainLook), HasSubstr("SERVICE"));
  EXPECT_THAT(Render("logs", ToJson(operations::LogLine{kNow, "error", "oops"}), kPlainLook),
              HasSubstr("error oops\n"));
  EXPECT_THAT(
      Render("events", ToJson(operations::Event{.at = kNow, .service = operations::kWeb, .sentence = "web 2 → 4"}),
             kPlainLook),
      HasSubstr("web 2 → 4\n"));
}

operations::ServicesOutput SomeServices() {
  return {{{.service = operations::kApi, .scalable = true},
           {.service = operations::kDb, .why_not = {"not scaled: a store"}},
           {.service = operations::kWeb, .enabled = true, .scalable = true, .min = 2, .max = 10, .cpu_target = 0.6}}};
}

TEST(Services, SayWhyNot) {
  const auto text = RenderServices(SomeServices(), kPlainLook);
  EXPECT_THAT(text, HasSubstr("2 to 10, CPU 60%"));
  EXPECT_THAT(text, HasSubstr("db: not scaled: a store\n"));
  EXPECT_THAT(text, HasSubstr("x-docktor: {}"));
}

const brain::Variables kNoVariables = [](const std::string&) { return std::optional<std::string>(); };

TEST(Greeting, SaysHowToComeByALanguageModel) {
  EXPECT_THAT(Greeting(SomeStatus(), SomeServices(), kNoVariables, kPlainLook), HasSubstr("config set-model llama3.2"));
  const auto text = Greeting(
      SomeStatus(), SomeServices(),
      [](const std::string& name) {
        return name == "GEMINI_API_KEY" ? std::optional<std::string>("s3cret") : std::nullopt;
      },
      kPlainLook);
  EXPECT_THAT(
      text,
      HasSubstr("GEMINI_API_KEY is set, and not used; to use it: docktor config set-model MODEL --provider gemini"));
  EXPECT_THAT(text, Not(HasSubstr("s3cret")));
}

TEST(Greeting, SaysWhatIsWatchedAndWhatToTypeNext) {
  const auto text = Greeting(SomeStatus(), SomeServices(), kNoVariables, kPlainLook);
  EXPECT_THAT(text, HasSubstr("watches the project shop through Docker 20"));
  EXPECT_THAT(text, HasSubstr("web: scaled between 2 and 10, CPU target 60%"));
  EXPECT_THAT(text, HasSubstr("api: watched only"));
  EXPECT_THAT(text, HasSubstr("not scaled: a store"));
  EXPECT_THAT(text, HasSubstr("Next look in 3s. Now try:"));
  EXPECT_THAT(text, HasSubstr("docktor why web"));
  EXPECT_THAT(text, Not(HasSubstr("Nothing is scaled yet")));
}

TEST(Greeting, SaysWhoDecidesAndWhereProgramsAsk) {
  auto status = SomeStatus();
  for (auto& service : status.services) service.mode = operations::Mode::kManual;
  status.daemon.url = "http://127.0.0.1:3001";
  const auto text = Greeting(status, SomeServices(), kNoVariables, kPlainLook);
  EXPECT_THAT(text, HasSubstr("web: changes proposed between 2 and 10"));
  EXPECT_THAT(text, HasSubstr("It answers programs at http://127.0.0.1:3001"));
  EXPECT_THAT(text, HasSubstr("Its page: http://127.0.0.1:3001 (docktor link logs a browser in)"));
  const auto link = "http://127.0.0.1:3001/login?token=abc";
  EXPECT_THAT(Greeting(status, SomeServices(), kNoVariables, kPlainLook, link), HasSubstr(link));
}

TEST(Greeting, SaysWhyThereIsNoPage) {
  const auto status = SomeStatus();
  EXPECT_THAT(Greeting(status, SomeServices(), kNoVariables, kPlainLook), Not(HasSubstr("page")));
  const auto why = Fail(Errc::kConflict, "the page is not served: all ports are taken");
  EXPECT_THAT(Greeting(status, SomeServices(), kNoVariables, kPlainLook, why), HasSubstr(why.value().message));
}

TEST(Greeting, TeachesHowToEnableAService) {
  auto services = SomeServices();
  services.services[2].enabled = false;
  EXPECT_THAT(Greeting(SomeStatus(), services, kNoVariables, kPlainLook),
              HasSubstr("docktor mode api auto"));
}

}  // namespace
}  // namespace docktor::cli
