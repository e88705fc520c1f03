/// What the judge and talks share: who answers, and what may be spent.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "brain/switchboard.h"
#include "support/movable_clock.h"
#include "unit/brain/scripted.h"

namespace docktor::brain {
namespace {

using testing::HasSubstr;

Answer Failed(Trouble trouble) { return tl::unexpected(Failure{trouble, {Errc::kUnavailable, "no"}}); }
Question Judgement() { return {.turns = {{.text = "how many?"}}}; }
Question Talk() { return {.turns = {{.text = "how is web?"}}, .tools = {{"status", "how things are", {}}}}; }

class SwitchboardTest : public testing::Test {
 protected:
  Answer Ask(const Question& question) { return board.Connect(kFirst, brain)->Ask(question); }

  const ModelChoice kFirst{.model = "first"}, kSecond{.model = "second"};
  test::MovableClock clock;
  std::shared_ptr<Scripted> model = std::make_shared<Scripted>();
  BrainSettings brain{.models = {kFirst, kSecond}, .dollars_in = 1, .dollars_out = 2};
  int connections = 0;
  bool here = true;
  Switchboard board{clock, [this](const ModelChoice&) -> Result<Connection> {
                      ++connections;
                      return Connection{model, here ? "http://localhost:1/v1" : "https://far.example/v1", here};
                    }};
};

TEST_F(SwitchboardTest, ALineTellsWhatItsQuestionsHaveTaken) {
  model->answers = {Reply{.text = "a", .usage = {100, 10}, .model = "first-\n7b"}, Failed(Trouble::kLate),
                    Reply{.text = "b", .usage = {200, 20}}};
  auto line = board.Connect(kFirst, brain).value();
  for (int i = 0; i < 3; ++i) (void)line.Ask(Talk());
  EXPECT_EQ(line.taken().calls, 3);
  EXPECT_EQ(line.taken().tokens_in, 300);
  EXPECT_EQ(line.taken().tokens_out, 30);
  EXPECT_DOUBLE_EQ(line.taken().dollars, 360e-6);
  EXPECT_EQ(line.taken().model, "first- 7b");
  EXPECT_EQ(board.Spent().here.calls_in_hour, 3);
  EXPECT_EQ(board.Spent().here.tokens_in_day, 330);
}

TEST_F(SwitchboardTest, WhatWasWorkedOnCountsThoughNoAnswerCame) {
  model->answers = {tl::unexpected(
      Failure{.trouble = Trouble::kLate, .error = {Errc::kTimeout, "late"}, .worked_on = true, .usage = {100, 10, 3}})};
  auto line = board.Connect(kFirst, brain).value();
  EXPECT_FALSE(line.Ask({.system = std::string(2000, 's'), .turns = {{.text = std::string(2000, 't')}}}));
  EXPECT_EQ(line.taken().tokens_in, 1100) << "those of requests before, and an estimate of this one";
  EXPECT_EQ(line.taken().tokens_out, 10);
  EXPECT_EQ(line.taken().calls, 3);
  EXPECT_EQ(board.Spent().here.tokens_in_day, 1110);
  EXPECT_EQ(board.Spent().here.calls_in_hour, 3);
}

TEST_F(SwitchboardTest, TokensThatTheEndpointDoesNotCountAreEstimated) {
  brain.budget.tokens_per_day = 1000;
  model->answers = {Reply{.text = std::string(400, 'a')}, Reply{.text = "b"}};
  auto line = board.Connect(kFirst, brain).value();
  EXPECT_EQ(line.Ask({.system = std::string(2000, 's'), .turns = {{.text = std::string(2000, 't')}}})->usage.tokens_in,
            1000);
  EXPECT_EQ(line.taken().tokens_out, 100);
  EXPECT_EQ(line.Ask(Judgement()).error().trouble, Trouble::kSpent);
}

TEST_F(SwitchboardTest, WhatIsGivenUpIsNobodysFault) {
  model->answers = {Failed(Trouble::kGivenUp)};
  EXPECT_FALSE(Ask(Talk()));
  EXPECT_FALSE(board.LeftAloneUntil(kFirst));
}

TEST_F(SwitchboardTest, WhoeverAsksSpendsOfTheSameBudget) {
  brain.budget.calls_per_hour = 2;
  model->answers = {Reply{.text = "a"}, Failed(Trouble::kNotUnderstood)};
  EXPECT_TRUE(Ask(Judgement()));
  EXPECT_FALSE(Ask(Talk()));
  const auto spent = Ask(Judgement());
  ASSERT_FALSE(spent);
  EXPECT_EQ(spent.error().trouble, Trouble::kSpent);
  EXPECT_THAT(spent.error().error.message, HasSubstr("2 calls in the last hour"));
  EXPECT_EQ(spent.error().retry_after, 1h);
  EXPECT_FALSE(board.LeftAloneUntil(kFirst)) << "that is not its fault";
  clock.Advance(1h);
  model->answers = {Reply{.text = "b"}};
  EXPECT_TRUE(Ask(Judgement()));
}

TEST_F(SwitchboardTest, ElsewhereTheUsualBudgetHolds) {
  here = false;
  for (int i = 0; i < 60; ++i) {
    model->answers = {Reply{.text = "a"}};
    ASSERT_TRUE(Ask(Talk()));
  }
  EXPECT_EQ(Ask(Judgement()).error().trouble, Trouble::kSpent);
  EXPECT_EQ(board.Spent().elsewhere.calls_in_hour, 60);
}

TEST_F(SwitchboardTest, WhatFailsIsLeftAloneWhoeverAsked) {
  for (const auto trouble : {Trouble::kUnreachable, Trouble::kLate, Trouble::kBusy, Trouble::kKeyRefused}) {
    model->answers = {Failed(trouble)};
    EXPECT_FALSE(Ask(Talk()));
    EXPECT_TRUE(board.LeftAloneUntil(kFirst));
    model->answers = {Reply{.text = "it is back"}};
    EXPECT_TRUE(Ask(Talk())) << "a line is to be had all the same";
    EXPECT_FALSE(board.LeftAloneUntil(kFirst));
  }
}

TEST_F(SwitchboardTest, WhatIsTheServersFaultHoldsForAllItsModels) {
  const ModelChoice large{.model = "large", .endpoint = "http://gpu:1/v1"}, small{"small", "", large.endpoint, ""},
      elsewhere{"small", "", "http://cpu:1/v1", ""};
  for (const auto trouble : {Trouble::kUnreachable, Trouble::kKeyRefused, Trouble::kNothingLeft}) {
    model->answers = {Failed(trouble), Reply{.text = "it is back"}};
    EXPECT_FALSE(board.Connect(large, brain)->Ask(Judgement()));
    EXPECT_TRUE(board.LeftAloneUntil(small));
    EXPECT_FALSE(board.LeftAloneUntil(elsewhere));
    EXPECT_TRUE(board.Connect(small, brain)->Ask(Judgement()));
    EXPECT_FALSE(board.LeftAloneUntil(small));
    clock.Advance(5min);
  }
  for (const auto trouble : {Trouble::kBusy, Trouble::kLate, Trouble::kNoSuchModel}) {
    model->answers = {Failed(trouble)};
    EXPECT_FALSE(board.Connect(large, brain)->Ask(Judgement()));
    EXPECT_FALSE(board.LeftAloneUntil(small)) << "a smaller one may do better";
    clock.Advance(5min);
  }
}

TEST_F(SwitchboardTest, WhatMayBeAboutToolsSilencesNobody) {
  for (const auto trouble : {Trouble::kNotUnderstood, Trouble::kNoSuchModel, Trouble::kBroken}) {
    model->answers = {Failed(trouble)};
    EXPECT_FALSE(Ask(Talk()));
    EXPECT_FALSE(board.LeftAloneUntil(kFirst));
  }
  model->answers = {Failed(Trouble::kNotUnderstood)};
  EXPECT_FALSE(Ask(Judgement()));
  EXPECT_TRUE(board.LeftAloneUntil(kFirst));
}

TEST_F(SwitchboardTest, ThoseThatAnswerComeFirst) {
  EXPECT_EQ(board.ThatAnswerFirst(brain.models), brain.models);
  model->answers = {Failed(Trouble::kUnreachable)};
  EXPECT_FALSE(Ask(Judgement()));
  EXPECT_EQ(board.ThatAnswerFirst(brain.models), (std::vector{kSecond, kFirst}));
  clock.Advance(10s);
  EXPECT_EQ(board.ThatAnswerFirst(brain.models), brain.models);
}

TEST_F(SwitchboardTest, AConnectionIsKeptUntilItFails) {
  model->answers = {Reply{.text = "a"}, Reply{.text = "b"}, Failed(Trouble::kUnreachable), Reply{.text = "c"}};
  for (int i = 0; i < 3; ++i) (void)Ask(Judgement());
  EXPECT_EQ(connections, 1);
  (void)Ask(Judgement());
  EXPECT_EQ(connections, 2);
}

/// Answers and fails by turns, to whoever asks.
class Busy final : public Model {
 public:
  Answer Ask(const Question&) override {
    if (++asked % 2 == 0) return Failed(Trouble::kBusy);
    return Reply{.text = "a", .usage = {10, 1}};
  }
  std::atomic<int> asked = 0;
};

TEST(SwitchboardThreads, ManyAskAndNoneIsAskedBeyondTheBudget) {
  constexpr int kThreads = 8, kEach = 200, kAllowed = 500;
  test::MovableClock clock;
  const auto model = std::make_shared<Busy>();
  Switchboard board(clock, [&](const ModelChoice&) -> Result<Connection> {
    return Connection{model, "http://localhost:1/v1", true};
  });
  const BrainSettings brain{.models = {{.model = "m"}}, .budget = {.calls_per_hour = kAllowed}};
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&, i] {
      for (int n = 0; n < kEach; ++n) {
        (void)board.Connect(brain.models.front(), brain)->Ask(i % 2 == 0 ? Judgement() : Talk());
        (void)board.ThatAnswerFirst(brain.models);
        (void)board.Spent();
      }
    });
  threads.clear();
  EXPECT_EQ(model->asked, kAllowed);
  EXPECT_EQ(board.Spent().here.calls_in_hour, kAllowed);
  EXPECT_EQ(board.Spent().here.tokens_in_day, 11 * kAllowed / 2);
}

}  // namespace
}  // namespace docktor::brain
