#include <fstream>
#include <set>

#include <gmock/gmock.h>

#include "operations/link.h"
#include "operations/now/events.h"
#include "operations/now/logs.h"
#include "operations/now/services.h"
#include "operations/now/settings.h"
#include "operations/now/status.h"
#include "operations/now/why.h"
#include "operations/orders/prompt.h"
#include "operations/past/decisions.h"
#include "operations/shared/command_result.h"
#include "operations/shared/find_service.h"
#include "remember/journal/replay.h"
#include "unit/operations/awaited.h"
#include "unit/operations/world.h"

namespace docktor::operations {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Keeps an answer.
struct Answer final : Sink {
  ~Answer() override = default;
  void Item(json::value item) override { items.push_back(std::move(item)); }
  void End(Status how) override {
    EXPECT_FALSE(end) << "ended twice";
    end = std::move(how);
    kept.clear();
  }
  void Keep(std::shared_ptr<void> resource) override { kept.push_back(std::move(resource)); }
  bool Wanted() const override { return true; }

  std::vector<json::value> items;
  std::optional<Status> end;
  std::vector<std::shared_ptr<void>> kept;
};

class OperationsTest : public testing::Test {
 protected:
  std::shared_ptr<Answer> Call(const char* id, const json::object& input = {}, Actor actor = Actor::kPerson) {
    const auto& answer = answers.emplace_back(std::make_shared<Answer>());
    const auto* operation = Find(id);
    EXPECT_NE(operation, nullptr) << id;
    operation->Run(world.context, {actor}, input, answer);
    return answer;
  }
  template <typename T>
  T Ask(const char* id, const json::object& input = {}) {
    const auto answer = Call(id, input);
    EXPECT_TRUE(answer->end && *answer->end) << (answer->end ? answer->end->error().message : "no end");
    EXPECT_THAT(answer->items, SizeIs(1));
    return answer->items.empty() ? T{} : FromJson<T>(answer->items.front(), Unknown::kRefuse).value();
  }
  /// The end of one that may be worked out on another thread.
  std::future<Status> Begin(const char* id, const json::object& input = {}) {
    const auto sink = std::make_shared<Awaited>();
    Find(id)->Run(world.context, {}, input, sink);
    return sink->end.get_future();
  }
  remember::Verification Verified() {
    return AskAndWait<remember::Verification>(world, "decisions_verify", {}).value_or(remember::Verification{});
  }
  Error Refusal(const char* id, const json::object& input = {}, Actor actor = Actor::kPerson) {
    const auto answer = Call(id, input, actor);
    EXPECT_TRUE(answer->end && !*answer->end) << id << " was not refused";
    return answer->end && !*answer->end ? answer->end->error() : Error{};
  }

  /// Every caller goes in the end.
  void TearDown() override {
    for (const auto& answer : answers) answer->kept.clear();
  }

  World world;
  std::vector<std::shared_ptr<Answer>> answers;
};

TEST_F(OperationsTest, StatusShowsHowEachServiceIsTreated) {
  const auto status = Ask<StatusOutput>("status");
  EXPECT_EQ(status.daemon.version, "1.2.3");
  ASSERT_THAT(status.services, SizeIs(3));
  EXPECT_EQ(status.services[0].mode, Mode::kWatched);
  EXPECT_EQ(status.services[1].mode, Mode::kCannotScale);
  const auto& web = status.services[2];
  EXPECT_EQ(web.mode, Mode::kAuto);
  EXPECT_EQ(web.ready, 2);
  EXPECT_EQ(web.cpu, 0.41);
  EXPECT_EQ(web.equal_looks, 5);
  EXPECT_THAT(web.sentence, HasSubstr("web"));
}

TEST_F(OperationsTest, StatusTellsTroubles) {
  auto snapshot = Shop();
  snapshot.engine_lost = "connection refused";
  snapshot.journal_error = "no space left";
  world.context.journal_loss = [] { return std::optional<std::string>("1 line could not be used"); };
  world.pilots.Show(snapshot);
  const auto status = Ask<StatusOutput>("status");
  EXPECT_EQ(status.engine_lost, "connection refused");
  EXPECT_EQ(status.journal_error, "no space left");
  EXPECT_EQ(status.journal_loss, "1 line could not be used");
}

TEST_F(OperationsTest, StatusTellsWhereReadingsComeFrom) {
  EXPECT_EQ(Ask<StatusOutput>("status").readings_from, "");
  world.context.readings_from = [] { return "the kernel's files"; };
  EXPECT_EQ(Ask<StatusOutput>("status").readings_from, "the kernel's files");
}

TEST_F(OperationsTest, StatusIsWatchedUntilTheWatcherGoes) {
  const auto answer = Call("status", {{"watch", true}});
  EXPECT_THAT(answer->items, SizeIs(1));
  world.ticker.Tick();
  world.ticker.Tick();
  EXPECT_THAT(answer->items, SizeIs(3));
  EXPECT_FALSE(answer->end);
  answer->kept.clear();
  EXPECT_EQ(world.ticker.watchers(), 0u);
}

TEST_F(OperationsTest, ServicesSayWhyTheyCannotScale) {
  const auto services = Ask<ServicesOutput>("services").services;
  ASSERT_THAT(services, SizeIs(3));
  EXPECT_FALSE(services[1].scalable);
  ASSERT_THAT(services[1].why_not, SizeIs(1));
  EXPECT_THAT(services[1].why_not[0], HasSubstr("postgres with volume data"));
  EXPECT_TRUE(services[2].scalable);
  EXPECT_THAT(services[2].why_not, IsEmpty());
}

TEST_F(OperationsTest, WhyTellsTheLastDecisionAndTheLastChange) {
  ASSERT_TRUE(world.journal->Append(Intent{ActionOf(6)}));
  ASSERT_TRUE(world.journal->Append(HoldRun{HoldOf(7), kNow, 5}));
  const auto why = Ask<WhyOutput>("why", {{"service", "web"}});
  EXPECT_EQ(why.item.decision.id.value, 7u);
  EXPECT_EQ(why.item.looks, 5);
  for (const auto& part : {why.strategy, why.turning})
    for (const auto& line : part) EXPECT_THAT(why.lines, Contains(line));
  EXPECT_THAT(why.limits, SizeIs(why.item.decision.verdict.constraints.size()));
  ASSERT_TRUE(why.last_change);
  EXPECT_EQ(why.last_change->decision.id.value, 6u);
}

TEST_F(OperationsTest, WhyTellsADecisionOfThePastWithWhatCameOfIt) {
  ASSERT_TRUE(world.journal->Append(Intent{ActionOf(6)}));
  ASSERT_TRUE(
      world.journal->Append(ActionEnded{{.decision = {6}, .service = kWeb, .ok = false, .message = "no such image"}}));
  for (const auto* id : {"why", "decisions_show"}) {
    const auto why = Ask<WhyOutput>(id, {{"decision", "d6"}});
    ASSERT_TRUE(why.item.report);
    EXPECT_EQ(why.item.report->message, "no such image");
  }
  EXPECT_EQ(Begin("decisions_show", {{"decision", "d99"}}).get().error().code, Errc::kNotFound);
}

TEST_F(OperationsTest, WhatReadsTheWholeJournalHoldsUpNobodyElse) {
  std::promise<void> begun, disk;
  ASSERT_TRUE(world.workbench.Put([&, answers = disk.get_future().share()](const auto&) {
    begun.set_value();
    answers.wait();
  }));
  begun.get_future().wait();
  std::vector<std::future<Status>> ends;
  ends.push_back(Begin("decisions_verify"));
  ends.push_back(Begin("decisions_show", {{"decision", "d99"}}));
  ends.push_back(Begin("why", {{"decision", "d98"}}));
  for (const auto& end : ends) EXPECT_EQ(end.wait_for(0s), std::future_status::timeout);
  Ask<StatusOutput>("status");
  Ask<WhyOutput>("why", {{"service", "web"}});
  EXPECT_EQ(Refusal("decisions_verify").code, Errc::kUnavailable) << "as many wait as may";
  EXPECT_EQ(Refusal("decisions_show", {{"decision", "d99"}}).code, Errc::kUnavailable);
  disk.set_value();
  EXPECT_TRUE(ends[0].get());
  EXPECT_EQ(ends[1].get().error().code, Errc::kNotFound);
  EXPECT_EQ(ends[2].get().error().code, Errc::kNotFound);
}

TEST_F(OperationsTest, WhyOfAServiceWhoseNewestDecisionIsNotInMemoryIsReadFromTheJournal) {
  ASSERT_TRUE(world.journal->Append(HoldRun{HoldOf(3, kApi), kNow, 2}));
  for (std::uint64_t id = 10; id < 12; ++id) ASSERT_TRUE(world.journal->Append(Intent{ActionOf(id)}));
  remember::History history(world.journal_folder, 1);
  const auto past = remember::Replay(world.journal_folder).value();
  for (const auto& record : past.records) history.Add(record);
  ASSERT_FALSE(history.InMemory({3}));
  Context context{world.clock, world.pilots, history,      world.counts,    world.store, world.journal_folder,
                  world.logs,  world.meter,  world.ticker, world.workbench, [] {},       {}};
  const auto sink = std::make_shared<Awaited>();
  Find("why")->Run(context, {}, {{"service", "api"}}, sink);
  ASSERT_TRUE(sink->end.get_future().get());
  EXPECT_EQ(FromJson<WhyOutput>(sink->answer, Unknown::kRefuse)->item.decision.id.value, 3u);
}

TEST_F(OperationsTest, WhyFallsBackOnTheRecordBeforeTheFirstLook) {
  ASSERT_TRUE(world.journal->Append(HoldRun{HoldOf(3, kApi), kNow, 2}));
  EXPECT_EQ(Ask<WhyOutput>("why", {{"service", "api"}}).item.decision.id.value, 3u);
  EXPECT_EQ(Refusal("why", {{"service", "db"}}).code, Errc::kUnavailable);
}

TEST_F(OperationsTest, ScaleHoldsACount) {
  const auto output = Ask<CommandOutput>("scale", {{"service", "shop/web"}, {"replicas", 4}, {"hold", 60}});
  ASSERT_THAT(output.results, SizeIs(1));
  EXPECT_TRUE(output.results[0].ok);
  const auto web = Ask<StatusOutput>("status").services[2];
  EXPECT_EQ(web.mode, Mode::kOverride);
  EXPECT_EQ(web.mode_until, kNow + 60s);
}

TEST_F(OperationsTest, OnlyAPersonScalesOnce) {
  const json::object once{{"service", "api"}, {"replicas", 2}, {"once", true}};
  EXPECT_EQ(Refusal("scale", once, Actor::kAgent).code, Errc::kDenied);
  EXPECT_EQ(Refusal("scale", once, Actor::kModel).code, Errc::kDenied);
  EXPECT_TRUE(Ask<CommandOutput>("scale", once).results[0].ok);
}

TEST_F(OperationsTest, PauseAllMeansWhatIsEnabledAndResumeAllWhatIsHeld) {
  EXPECT_THAT(Ask<CommandOutput>("resume", {{"service", "all"}}).results, IsEmpty());
  const auto paused = Ask<CommandOutput>("pause", {{"service", "all"}}).results;
  ASSERT_THAT(paused, SizeIs(1));
  EXPECT_EQ(paused[0].service, kWeb);
  EXPECT_EQ(Ask<StatusOutput>("status").services[2].mode, Mode::kPaused);
  EXPECT_THAT(Ask<CommandOutput>("resume", {{"service", "all"}}).results, SizeIs(1));
  EXPECT_EQ(Ask<StatusOutput>("status").services[2].mode, Mode::kAuto);
}

TEST_F(OperationsTest, ARefusalOfOneOfSeveralIsToldBesideTheRest) {
  auto snapshot = Shop();
  snapshot.services[0].spec.enabled = true;
  world.pilots.Show(snapshot);
  world.pilots.fail_next = Error{Errc::kConflict, "busy", "later"};
  const auto results = Ask<CommandOutput>("pause", {{"service", "all"}}).results;
  ASSERT_THAT(results, SizeIs(2));
  EXPECT_FALSE(results[0].ok);
  EXPECT_EQ(results[0].hint, "later");
  EXPECT_TRUE(results[1].ok);
}

/// web is in manual mode, and four replicas are proposed.
void ShowProposal(World& world) {
  auto shop = Shop();
  auto proposed = HoldOf(42);
  proposed.verdict.count = 4;
  shop.services[2].spec.manual = true;
  shop.services[2].proposal = Proposal{proposed, kNow + 10min};
  world.pilots.Show(shop);
}

TEST_F(OperationsTest, ProposalsAreListedAndAnswered) {
  EXPECT_THAT(Ask<ProposalsOutput>("proposals").proposals, IsEmpty());
  ShowProposal(world);
  const auto listed = Ask<ProposalsOutput>("proposals").proposals;
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].id.value, 42u);
  EXPECT_EQ(listed[0].from, 2);
  EXPECT_EQ(listed[0].to, 4);
  const auto status = Ask<StatusOutput>("status").services[2];
  EXPECT_EQ(status.mode, Mode::kManual);
  EXPECT_EQ(status.proposal->id.value, 42u);
  EXPECT_TRUE(Ask<CommandOutput>("approve", {{"id", "d42"}}).results[0].ok);
  EXPECT_EQ(Refusal("approve", {{"id", "d42"}}).code, Errc::kDenied) << "it has been answered";
}

TEST_F(OperationsTest, AnAnswerIsBoundToWhatWasShown) {
  ShowProposal(world);
  const auto seen = ToJson(Ask<ProposalsOutput>("proposals").proposals[0].digest);
  auto changed = Shop();
  auto other = HoldOf(42);  // the same id, as after a journal was lost
  other.verdict.count = 5;
  changed.services[2].proposal = Proposal{other, kNow + 10min};
  world.pilots.Show(changed);
  EXPECT_EQ(Refusal("approve", {{"id", "d42"}, {"digest", seen}}).code, Errc::kConflict);
  EXPECT_EQ(Refusal("modify", {{"id", "d42"}, {"replicas", 3}, {"digest", seen}}).code, Errc::kConflict);
  ShowProposal(world);
  EXPECT_TRUE(Ask<CommandOutput>("approve", {{"id", "d42"}, {"digest", seen}}).results[0].ok);
}

TEST_F(OperationsTest, APersonChoosesTheModeAndItIsToldWhoDid) {
  world.context.settings_in_force = [] {
    return std::vector<ServiceSettings>{{kWeb, {{"enable", "true", "compose.yaml:7"}, {"mode", "auto", "default"}}}};
  };
  EXPECT_EQ(Refusal("mode", {{"service", "web"}, {"mode", "manual"}}, Actor::kAgent).code, Errc::kDenied);
  EXPECT_TRUE(Ask<CommandOutput>("mode", {{"service", "web"}, {"mode", "manual"}}).results[0].ok);
  EXPECT_EQ(Ask<StatusOutput>("status").services[2].chosen, ChosenMode::kManual);
  const auto said = Ask<SettingsOutput>("settings").services[0].settings;
  EXPECT_EQ(said[1].value, "manual");
  EXPECT_EQ(said[1].origin, "docktor mode");
  EXPECT_TRUE(Ask<CommandOutput>("mode", {{"service", "web"}, {"mode", "settings"}}).results[0].ok);
  EXPECT_FALSE(Ask<StatusOutput>("status").services[2].chosen);
  EXPECT_THAT(Refusal("mode", {{"service", "web"}, {"mode", "off"}}).message, HasSubstr("mode"));
}

TEST_F(OperationsTest, OnlyAPersonAnswersProposals) {
  ShowProposal(world);
  for (const auto* id : {"approve", "reject", "modify"}) {
    for (const auto actor : {Actor::kAgent, Actor::kModel}) {
      const auto refused = Refusal(id, {{"id", "d42"}, {"replicas", 3}}, actor);
      EXPECT_EQ(refused.code, Errc::kDenied) << id;
    }
  }
  EXPECT_THAT(Ask<ProposalsOutput>("proposals").proposals, SizeIs(1));
}

TEST_F(OperationsTest, EachRoleMayDoWhatTheOneBeforeMayAndMore) {
  ShowProposal(world);
  const auto may = [&](const char* id, const json::object& input, Role role) {
    const auto answer = std::make_shared<Answer>();
    Find(id)->Run(world.context, {.actor = Actor::kPerson, .role = role}, input, answer);
    answer->kept.clear();
    return !answer->end || *answer->end || answer->end->error().code != Errc::kDenied;
  };
  const json::object proposal{{"id", "d42"}}, web{{"service", "web"}};
  for (const auto role : {Role::kViewer, Role::kApprover, Role::kAdmin}) {
    EXPECT_TRUE(may("services", {}, role));
    EXPECT_TRUE(may("why", web, role));
    EXPECT_EQ(may("pause", web, role), role == Role::kAdmin);
    EXPECT_EQ(may("link", {}, role), role == Role::kAdmin);
  }
  for (const auto* id : {"approve", "reject"}) EXPECT_FALSE(may(id, proposal, Role::kViewer)) << id;
  EXPECT_FALSE(may("modify", {{"id", "d42"}, {"replicas", 3}}, Role::kViewer));
  EXPECT_TRUE(may("approve", proposal, Role::kApprover));
}

TEST_F(OperationsTest, TheSettingsInForceAreToldWithoutSecrets) {
  EXPECT_EQ(Refusal("settings").code, Errc::kUnavailable);
  world.context.settings_in_force = [] {
    return std::vector<ServiceSettings>{
        {kApi, {{"min", "1", "default"}}},
        {kWeb,
         {{"brain.endpoint", "http://ann:s3cret@gpu:8000/v1", "docktor.yaml:3:5"},
          {"sources", "http://x/y@ann:s@lb/stats?apikey=s3cret&x=1", "docktor.yaml:4:5"}}}};
  };
  const auto all = Ask<SettingsOutput>("settings").services;
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].settings[0].origin, "default");
  EXPECT_EQ(all[1].settings[0].value, "http://***@gpu:8000/v1");
  EXPECT_EQ(all[1].settings[1].value, "http://***@lb/stats?apikey=***&x=***");
  EXPECT_THAT(Ask<SettingsOutput>("settings", {{"service", "api"}}).services, SizeIs(1));
  EXPECT_EQ(Refusal("settings", {{"service", "wbe"}}).code, Errc::kNotFound);
}

TEST_F(OperationsTest, ALinkIsOfTheRoleThatWasAskedFor) {
  EXPECT_EQ(Refusal("link").code, Errc::kUnavailable) << "no page is served";
  world.context.login_link = [](Role role) -> Result<std::string> {
    return role == Role::kViewer ? "http://127.0.0.1:3000/login?token=v" : "http://127.0.0.1:3000/login?token=a";
  };
  EXPECT_EQ(Ask<LinkOutput>("link").url, "http://127.0.0.1:3000/login?token=a");
  EXPECT_EQ(Ask<LinkOutput>("link", {{"role", "viewer"}}).url, "http://127.0.0.1:3000/login?token=v");
  for (const auto actor : {Actor::kAgent, Actor::kModel}) EXPECT_EQ(Refusal("link", {}, actor).code, Errc::kDenied);
}

TEST_F(OperationsTest, OrdersHaveAnEndAndAKind) {
  const auto result = [&](const char* id, const json::object& input) {
    return Ask<CommandOutput>(id, input).results.at(0).ok;
  };
  EXPECT_TRUE(
      result("scale", {{"service", "web"}, {"replicas", 4}, {"at_least", true}, {"until", "2099-01-01T00:00:00Z"}}));
  EXPECT_TRUE(result("pause", {{"service", "web"}, {"down", true}, {"hold", 60}}));
  EXPECT_TRUE(result("lean", {{"service", "web"}, {"way", "aggressive"}, {"until", "23:59"}}));
  EXPECT_THAT(Refusal("lean", {{"service", "web"}, {"way", "careful"}}).message, HasSubstr("way"));
  EXPECT_THAT(Refusal("scale", {{"service", "web"}, {"replicas", 4}, {"until", "yesterday"}}).message,
              HasSubstr("'yesterday' is no moment"));
  EXPECT_THAT(Refusal("pause", {{"service", "web"}, {"until", "2001-01-01T00:00:00Z"}}).message,
              HasSubstr("in the past"));
  EXPECT_THAT(Refusal("pause", {{"service", "web"}, {"until", "18:00"}, {"hold", 60}}).message, HasSubstr("exclude"));
  EXPECT_THAT(Refusal("scale", {{"service", "web"}, {"replicas", 4}, {"at_least", true}, {"at_most", true}}).message,
              HasSubstr("exclude"));
}

TEST_F(OperationsTest, PlainWordsCallTheOperationThatTheyMean) {
  const auto paused = Ask<PromptOutput>("prompt", {{"text", "hold off on scaling web for 10 minutes, running tests"}});
  EXPECT_EQ(paused.understood, "docktor pause web --for 10m");
  EXPECT_EQ(paused.note, "running tests");
  EXPECT_EQ(paused.operation, "pause");
  EXPECT_TRUE(FromJson<CommandOutput>(paused.answer)->results.at(0).ok);
  const auto override_of_web = [&] { return (*FindService(*world.pilots.Latest(), "web"))->override; };
  ASSERT_TRUE(override_of_web());
  EXPECT_EQ(override_of_web()->kind, OverrideKind::kPaused);

  const auto asked = Ask<PromptOutput>("prompt", {{"text", "what's going on?"}});
  EXPECT_EQ(FromJson<StatusOutput>(asked.answer)->services.size(), 3u);
  const auto shown = Ask<PromptOutput>("prompt", {{"text", "web to 4 until tomorrow morning"}, {"dry_run", true}});
  EXPECT_EQ(shown.understood, "docktor scale web 4 --until \"tomorrow 08:00\"");
  EXPECT_TRUE(shown.answer.is_null());
  EXPECT_EQ(override_of_web()->kind, OverrideKind::kPaused) << "a dry run does nothing, nor does a question";
}

TEST_F(OperationsTest, WhatIsGuessedIsAskedAboutBeforeItTakesEffect) {
  const auto override_of_web = [&] { return (*FindService(*world.pilots.Latest(), "web"))->override; };
  const auto asked = Ask<PromptOutput>("prompt", {{"text", "pause web"}});
  EXPECT_TRUE(asked.asks);
  EXPECT_TRUE(asked.answer.is_null());
  EXPECT_EQ(asked.understood, "docktor pause web --for 1h");
  EXPECT_THAT(asked.assumed, testing::ElementsAre(HasSubstr("no end was said")));
  EXPECT_THAT(asked.said, HasSubstr("Nothing was done yet"));
  EXPECT_FALSE(override_of_web());

  const auto looked_at = Ask<PromptOutput>("prompt", {{"text", "resume"}, {"about", "shop/web"}, {"dry_run", true}});
  EXPECT_EQ(looked_at.understood, "docktor resume web");
  const auto other = Ask<PromptOutput>("prompt", {{"text", "pause web"}, {"agreed", "docktor pause web --for 2h"}});
  EXPECT_TRUE(other.asks) << "that is not what was shown";
  EXPECT_FALSE(override_of_web());
  const auto done = Ask<PromptOutput>("prompt", {{"text", "pause web"}, {"agreed", asked.understood}});
  EXPECT_FALSE(done.asks);
  EXPECT_TRUE(FromJson<CommandOutput>(done.answer)->results.at(0).ok);
  EXPECT_TRUE(override_of_web());

  EXPECT_FALSE(Ask<PromptOutput>("prompt", {{"text", "pause web"}, {"dry_run", true}}).asks);
  const auto nine = Ask<PromptOutput>("prompt", {{"text", "web to 4 until 9"}});
  EXPECT_TRUE(nine.asks) << nine.understood;
}

TEST_F(OperationsTest, WordsThatAreNotUnderstoodDoNothing) {
  EXPECT_THAT(Refusal("prompt", {{"text", "scale web to 3 if it rains"}}).message, HasSubstr("not understood"));
  EXPECT_THAT(Begin("prompt", {{"text", "explain d99"}}).get().error().message,
              HasSubstr("docktor decisions show d99: "))
      << "an error says what was tried";
  EXPECT_EQ(Refusal("prompt", {{"text", "approve d42"}}, Actor::kAgent).code, Errc::kDenied);
  EXPECT_FALSE((*FindService(*world.pilots.Latest(), "web"))->override);
}

TEST_F(OperationsTest, DecisionsAreListedNewestFirst) {
  for (std::uint64_t id = 1; id <= 3; ++id) ASSERT_TRUE(world.journal->Append(Intent{ActionOf(id)}));
  ASSERT_TRUE(world.journal->Append(HoldRun{HoldOf(4, kApi), kNow, 1}));
  const auto ids = [this](const json::object& input) {
    std::vector<std::uint64_t> out;
    for (const auto& item : Ask<ListDecisionsOutput>("decisions_list", input).decisions)
      out.push_back(item.decision.id.value);
    return out;
  };
  EXPECT_THAT(ids({}), testing::ElementsAre(4, 3, 2, 1));
  EXPECT_THAT(ids({{"service", "web"}, {"limit", 2}}), testing::ElementsAre(3, 2));
  EXPECT_THAT(ids({{"before", "d3"}, {"actions", true}}), testing::ElementsAre(2, 1));
}

TEST_F(OperationsTest, WhatTheJournalCouldNotKeepIsListedWithTheDecisionsOfThatTime) {
  for (std::uint64_t id = 1; id <= 2; ++id) ASSERT_TRUE(world.journal->Append(Intent{ActionOf(id)}));
  ASSERT_TRUE(world.journal->Append(RecordsLost{kNow - 24h, kNow - 23h, 5}));
  ASSERT_TRUE(world.journal->Append(RecordsLost{kNow, kNow + 1min, 7}));
  const auto listed = Ask<ListDecisionsOutput>("decisions_list");
  ASSERT_EQ(listed.lost.size(), 1u);
  EXPECT_EQ(listed.lost[0].count, 7);
  EXPECT_EQ(Verified().lost, 12);
}

TEST_F(OperationsTest, VerifyFindsAChangedRecord) {
  for (std::uint64_t id = 1; id <= 3; ++id) ASSERT_TRUE(world.journal->Append(Intent{ActionOf(id)}));
  EXPECT_TRUE(Verified().ok);
  for (const auto& entry : std::filesystem::directory_iterator(world.journal_folder)) {
    if (entry.path().extension() != ".jsonl") continue;
    std::fstream file(entry.path());
    std::string text((std::istreambuf_iterator<char>(file)), {});
    text.replace(text.find("\"from\":2"), 8, "\"from\":3");
    file.seekp(0);
    file << text;
  }
  const auto verification = Verified();
  EXPECT_FALSE(verification.ok);
  EXPECT_TRUE(verification.problem);
}

TEST_F(OperationsTest, LogsEndWithTheLastLineOrFollow) {
  for (const auto* text : {"one", "two", "three"}) world.logs.Write({kNow, "info", text});
  const auto last = Call("logs", {{"lines", 2}});
  ASSERT_THAT(last->items, SizeIs(2));
  EXPECT_EQ(last->items[0].at("text"), json::value("two"));
  EXPECT_TRUE(last->end);
  const auto following = Call("logs", {{"lines", 0}, {"follow", true}});
  world.logs.Write({kNow, "error", "four"});
  ASSERT_THAT(following->items, SizeIs(1));
  EXPECT_FALSE(following->end);
}

TEST_F(OperationsTest, EventsCanBeThoseOfOneService) {
  const auto all = Call("events"), web = Call("events", {{"service", "web"}});
  world.pilots.Publish(HoldOf(8, kApi));
  world.pilots.Publish(ActionReport{.decision = {9}, .service = kWeb, .ok = true, .added = {{"a"}, {"b"}}});
  world.pilots.Publish(Outcome{.decision = {9}, .service = kWeb, .until_ready = 3s});
  EXPECT_THAT(all->items, SizeIs(3));
  ASSERT_THAT(web->items, SizeIs(2));
  EXPECT_EQ(FromJson<Event>(web->items[0])->sentence, "web d9: 2 replicas started");
  EXPECT_EQ(FromJson<Event>(web->items[1])->sentence, "web d9: success, ready after 3.0 s");
  all->kept.clear();
  EXPECT_EQ(world.pilots.subscribers(), 1u);
}

TEST_F(OperationsTest, StopIsForPeople) {
  EXPECT_EQ(Refusal("stop", {}, Actor::kAgent).code, Errc::kDenied);
  EXPECT_EQ(world.stops, 0);
  Call("stop");
  EXPECT_EQ(world.stops, 1);
}

struct BadInput {
  const char* name;
  const char* operation;
  const char* input;
  Errc code;
  const char* says;
};
class BadInputTest : public OperationsTest, public testing::WithParamInterface<BadInput> {};
TEST_P(BadInputTest, IsRefusedByName) {
  const auto& p = GetParam();
  const auto refusal = Refusal(p.operation, ParseJson(p.input).value().as_object());
  EXPECT_EQ(refusal.code, p.code);
  EXPECT_THAT(refusal.message + " | " + refusal.hint, HasSubstr(p.says));
}
INSTANTIATE_TEST_SUITE_P(
    Operations, BadInputTest,
    testing::Values(
        BadInput{"unknown_field", "status", R"({"wach":true})", Errc::kInvalidInput, "there is no 'wach'"},
        BadInput{"wrong_type", "scale", R"({"service":"web","replicas":"four"})", Errc::kInvalidInput, "replicas: "},
        BadInput{"missing", "scale", R"({"service":"web"})", Errc::kInvalidInput, "REPLICAS is missing"},
        BadInput{"negative", "scale", R"({"service":"web","replicas":-1})", Errc::kInvalidInput, "below zero"},
        BadInput{"no_time", "scale", R"({"service":"web","replicas":1,"hold":0})", Errc::kInvalidInput, "--for"},
        BadInput{"too_long", "scale", R"({"service":"web","replicas":1,"hold":360000000000})", Errc::kInvalidInput,
                 "--for: more than a hundred years"},
        BadInput{"too_far", "pause", R"({"service":"web","until":"2500-01-01T00:00:00Z"})", Errc::kInvalidInput,
                 "--until: more than a hundred years"},
        BadInput{"once_and_for", "scale", R"({"service":"api","replicas":1,"hold":9,"once":true})", Errc::kInvalidInput,
                 "--once and --for exclude each other"},
        BadInput{"up_and_down", "pause", R"({"service":"web","up":true,"down":true})", Errc::kInvalidInput,
                 "--down and --up exclude each other"},
        BadInput{"slip", "scale", R"({"service":"wbe","replicas":1})", Errc::kNotFound, "did you mean 'web'?"},
        BadInput{"slip_with_project", "pause", R"({"service":"shop/wbe"})", Errc::kNotFound,
                 "did you mean 'shop/web'?"},
        BadInput{"far_off", "resume", R"({"service":"kubernetes"})", Errc::kNotFound, "services are: api, db, web"},
        BadInput{"a_decision", "why", R"({"service":"d42"})", Errc::kNotFound, "docktor decisions show d42"},
        BadInput{"not_enabled", "scale", R"({"service":"api","replicas":2})", Errc::kDenied, "watched only"},
        BadInput{"why_what", "why", "{}", Errc::kInvalidInput, "name a service or a decision"},
        BadInput{"why_both", "why", R"({"service":"web","decision":"d1"})", Errc::kInvalidInput, "one of them"},
        BadInput{"no_id", "decisions_show", R"({"decision":"web"})", Errc::kInvalidInput,
                 "decision: 'web' is not a decision's id"},
        BadInput{"limit", "decisions_list", R"({"limit":0})", Errc::kInvalidInput, "limit: 0"},
        BadInput{"lines", "logs", R"({"lines":-1})", Errc::kInvalidInput, "lines: -1"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(FindService, AsksBackWhereTwoProjectsHaveIt) {
  auto snapshot = Shop();
  snapshot.services.push_back({.key = {"blog", "web"}});
  EXPECT_EQ(FindService(snapshot, "web").error().code, Errc::kInvalidInput);
  EXPECT_EQ((*FindService(snapshot, "blog/web"))->key.project, "blog");
}

TEST(List, EveryOperationIsWholeAndDistinct) {
  std::set<std::string> ids;
  for (const auto& operation : All()) {
    EXPECT_TRUE(ids.insert(operation.Id()).second) << operation.Id();
    EXPECT_FALSE(operation.summary.empty()) << operation.Id();
    EXPECT_FALSE(operation.examples.empty()) << operation.Id();
    const auto& properties = operation.input_schema.at("properties").as_object();
    EXPECT_EQ(properties.size(), operation.fields.size()) << operation.Id();
    for (const auto& field : operation.fields)
      EXPECT_TRUE(properties.contains(field.name)) << operation.Id() << " " << field.name;
  }
}

}  // namespace
}  // namespace docktor::operations
