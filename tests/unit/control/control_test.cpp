#include <gmock/gmock.h>

#include "decide/resolve.h"
#include "unit/control/world.h"

namespace docktor::control {
namespace {

using pilot::ScaleTo;

// Commands.

TEST_F(ControlTest, ACommandIsAnsweredOnceItIsOnDisk) {
  journal.Hang();
  auto answer = Say({.service = web, .what = ScaleTo{4}});
  journal.AwaitWriter();
  Settle();
  EXPECT_TRUE(View(web).override) << "it is done all the same";
  EXPECT_FALSE(Answered(answer));
  journal.Release();
  const auto decision = answer.get();
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->verdict.count, 4);
  EXPECT_EQ(journal.Count<OverrideSet>(), 1);
}

TEST_F(ControlTest, ACommandForNobodyIsAnswered) {
  const auto answer = Say({.service = {"shop", "db"}, .what = ScaleTo{4}}).get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::kNotFound);
}

TEST_F(ControlTest, CommandsOfManyThreadsAreAllAnswered) {
  std::vector<std::future<pilot::Answer>> answers(64);
  {
    std::vector<std::jthread> callers;
    for (int t = 0; t < 8; ++t)
      callers.emplace_back([&, t] {
        for (int i = 0; i < 8; ++i)
          answers[8 * static_cast<std::size_t>(t) + static_cast<std::size_t>(i)] =
              Say({.service = t % 2 == 0 ? web : api, .what = ScaleTo{i + 1}});
      });
  }
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
}

// A disk that does not do what it should.

TEST_F(ControlTest, AJournalThatHangsDelaysNoLookAndNoAction) {
  journal.Hang();
  for (int i = 0; i < 3; ++i) {
    Pass(5s);
    EXPECT_GE(View(web).decision->at, clock.Now() - 1s);
  }
  Load(web, 0.95);
  actuator.AwaitStart(web);
  journal.Release();
}

TEST_F(ControlTest, LessonsThatADiskHangsOverKeepNoAnswerWaiting) {
  lessons.Hang();
  for (int i = 0; i < 60; ++i) Load(web, 0.3);
  Pass(5min);
  lessons.AwaitKeeper();
  EXPECT_TRUE(Say({.service = web, .what = ScaleTo{4}}).get());
}

TEST_F(ControlTest, AJournalThatRefusesIsSaidUntilItTakesAgain) {
  journal.Refuse(true);
  EXPECT_TRUE(Say({.service = web, .what = ScaleTo{4}}).get()) << "Docktor acts all the same";
  Settle();
  EXPECT_EQ(control->Latest()->journal_error, "no space left on device");
  journal.Refuse(false);  // it has caught up by itself
  Settle();
  EXPECT_FALSE(control->Latest()->journal_error);
}

// An engine that does not.

TEST_F(ControlTest, AHangingActionStopsNobodyElse) {
  actuator.Hang();
  Load(web, 0.95);
  actuator.AwaitStart(web);
  for (int i = 0; i < 3; ++i) {
    Pass(5s);
    EXPECT_GE(View(api).decision->at, clock.Now() - 1s);
    EXPECT_TRUE(View(web).in_flight);
  }
  Load(api, 0.95);
  actuator.AwaitStart(api);

  actuator.Finish(clock.Now());
  Show();
  Settle();
  EXPECT_FALSE(View(web).in_flight);
  ASSERT_TRUE(View(web).outcome);
  EXPECT_EQ(View(web).outcome->kind, OutcomeKind::kSuccess);
}

TEST_F(ControlTest, ALostEngineShowsUntilItAnswersAgain) {
  control->OnEngineLost({Errc::kUnavailable, "connection refused"});
  Pass(5s);
  EXPECT_EQ(control->Latest()->engine_lost, "connection refused");
  EXPECT_TRUE(decide::InForce(View(web).decision->verdict, Reason::kEngineLost));
  Show();
  Pass(5s);
  EXPECT_FALSE(control->Latest()->engine_lost);
  EXPECT_FALSE(decide::InForce(View(web).decision->verdict, Reason::kEngineLost));
}

// News.

TEST_F(ControlTest, NewsReachWhoListensUntilHeLeaves) {
  std::map<std::string, int> told;  // by the control thread alone, read when it stands still
  const auto stays =
      control->Subscribe([&](const pilot::News& news) { ++told[news.index() == 0 ? "stays" : "stays, later"]; });
  auto leaves = control->Subscribe([&](const pilot::News&) { ++told["leaves"]; });
  (void)Say({.service = web, .what = ScaleTo{4}}).get();
  Settle();
  const auto before = told;
  EXPECT_GE(before.at("stays"), 1);
  EXPECT_GE(before.at("stays, later"), 1) << "what came of it";
  EXPECT_EQ(before.at("leaves"), before.at("stays") + before.at("stays, later"));

  leaves.reset();
  (void)Say({.service = api, .what = ScaleTo{3}}).get();
  Settle();
  EXPECT_EQ(told.at("leaves"), before.at("leaves"));
  EXPECT_GT(told.at("stays"), before.at("stays"));
}

// The end.

TEST_F(ControlTest, TheEndWritesWhatIsLeftAndAnswersWhoWaits) {
  Pass(5s);  // a hold of two looks, of which one is on record
  journal.Hang();
  auto answer = Say({.service = web, .what = ScaleTo{4}});
  journal.AwaitWriter();
  std::jthread end([&] { control.reset(); });
  journal.Release();
  EXPECT_TRUE(answer.get());
  end.join();
  EXPECT_EQ(journal.Count<OverrideSet>(), 1);
  EXPECT_GE(journal.Count<HoldRun>(), 4) << "each run's beginning and its end";
}

TEST_F(ControlTest, EveryCommandIsAnsweredOnceHoweverLateItComes) {
  Shut();  // so that the end waits for what is in hand
  auto& ending = *control;
  std::atomic<int> answered = 0;
  std::atomic<bool> refused = false;
  std::jthread end([&] { control.reset(); });
  int sent = 0;
  for (; !refused; ++sent) {
    ending.OnReadings({});
    ending.Send({.service = web, .what = ScaleTo{3}}, [&](const pilot::Answer& answer) {
      ++answered;
      if (!answer && answer.error().code == Errc::kUnavailable) refused = true;
    });
  }
  Open();
  end.join();
  EXPECT_EQ(answered, sent);
}

}  // namespace
}  // namespace docktor::control
