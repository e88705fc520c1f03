/// The counsellor that asks a model: what comes back for each thing that can happen to a question.
#include <future>

#include <gmock/gmock.h>

#include "brain/judge/judge.h"
#include "brain/judge/prompt.h"
#include "net/interruptible.h"
#include "support/movable_clock.h"
#include "unit/brain/scripted.h"

namespace docktor::brain {
namespace {

using testing::HasSubstr;

/// Takes one judgement after the other.
class Heard final : public Judgements {
 public:
  void OnJudgement(Judgement judgement) override {
    {
      const std::lock_guard lock(mutex_);
      all_.push_back(std::move(judgement));
    }
    changed_.notify_all();
  }
  Judgement Await(std::size_t nth) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, 20s, [&] { return all_.size() > nth; }));
    return all_.at(nth);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Judgement> all_;
};

Consultation About(std::uint64_t id, BrainSettings brain = {.models = {{.model = "m"}}}) {
  Decision look{.id = {id}, .service = {"shop", "web"}, .at = Instant{1'700'000'000s}};
  look.inputs = {.running = 3, .ready = 3};
  look.recommendation = {.count = 3, .reason = Reason::kWithinRange, .band_floor = 3, .band_ceiling = 4};
  return {.look = look, .least = 3, .most = 4, .brain = std::move(brain)};
}

Answer Good() {
  return Reply{.text = R"({"action":"scale_up","target":4,"confidence":0.8,"reason":"r","watch":"w"})",
               .usage = {600, 50},
               .model = "m-2026"};
}
Answer Failed(Trouble trouble) { return tl::unexpected(Failure{trouble, {Errc::kUnavailable, "cannot reach it"}}); }

class JudgeTest : public testing::Test {
 protected:
  brain::Connector Connect() {
    return [this](const ModelChoice& choice) -> Result<Connection> {
      ++connections;
      if (choice.model == "other" && other)
        return Connection{other, "http://localhost:2/v1", local && !other_is_elsewhere};
      if (refused) return tl::unexpected(*refused);
      return Connection{model, "http://localhost:1/v1", local};
    };
  }
  /// The `n`th judgement, from 0.
  Judgement Ask(std::size_t n, BrainSettings brain = {.models = {{.model = "m"}}}) {
    judge.Consult(About(n + 1, std::move(brain)), heard);
    return heard.Await(n);
  }

  test::MovableClock clock;
  std::shared_ptr<Scripted> model = std::make_shared<Scripted>();
  std::shared_ptr<Scripted> other;
  bool other_is_elsewhere = false;
  std::optional<Error> refused;
  bool local = true;
  int connections = 0;
  Heard heard;
  Switchboard models{clock, Connect()};
  Judge judge{clock, models};
};

TEST_F(JudgeTest, AnAnswerIsAdviceAndAllOfItIsTold) {
  model->answers = {Good()};
  const auto judgement = Ask(0, {.models = {{.model = "m"}}, .dollars_in = 1, .dollars_out = 2});
  EXPECT_EQ(judgement.look, DecisionId{1});
  EXPECT_TRUE(judgement.put);
  ASSERT_TRUE(judgement.advice);
  EXPECT_EQ(judgement.advice->count, 4);
  EXPECT_EQ(judgement.endpoint, "http://localhost:1/v1");
  EXPECT_EQ(judgement.model, "m");
  EXPECT_EQ(judgement.served_as, "m-2026");
  EXPECT_EQ(judgement.tokens_in, 600);
  EXPECT_EQ(judgement.tokens_out, 50);
  EXPECT_DOUBLE_EQ(judgement.dollars, 700e-6);
  EXPECT_EQ(judgement.prompt_digest.size(), 64u);
  EXPECT_THAT(judgement.reply, HasSubstr("scale_up"));
}

TEST_F(JudgeTest, TheModelIsToldWhatBecameOfLikeChanges) {
  struct OneChange final : Precedents {
    std::vector<Precedent> Like(const Decision& look, std::size_t most) const override {
      EXPECT_EQ(look.id, DecisionId{1});
      EXPECT_EQ(most, kMostPrecedents);
      return {{.at = look.at - 1h, .load = 0.9, .from = 3, .to = 5, .outcome = OutcomeKind::kWasteful}};
    }
  } past;
  Judge judge_with_past(clock, models, &past);
  model->answers = {Good()};
  judge_with_past.Consult(About(1), heard);
  EXPECT_TRUE(heard.Await(0).advice);
  EXPECT_THAT(model->asked[0].turns[0].text, HasSubstr(R"("alike":[[3600,0.9,3,5,"wasteful"]])"));
}

TEST_F(JudgeTest, AReplyThatIsNoAdviceIsToldWithWhatIsWrong) {
  model->answers = {Reply{.text = "I would rather not."}, Reply{.text = "", .finish = Finish::kRefused},
                    Reply{.text = R"({"action":"sca)", .finish = Finish::kCut}};
  EXPECT_THAT(Ask(0).trouble, HasSubstr("no JSON object"));
  EXPECT_EQ(Ask(1).trouble, "the model would not answer");
  const auto cut = Ask(2);
  EXPECT_EQ(cut.trouble, "the answer was cut, as it was too long");
  EXPECT_FALSE(cut.advice);
  EXPECT_TRUE(cut.put);
}

TEST_F(JudgeTest, AnEndpointThatFailsIsLeftAloneForAWhile) {
  model->answers = {Failed(Trouble::kUnreachable), Good()};
  const auto failed = Ask(0);
  EXPECT_TRUE(failed.put);
  EXPECT_EQ(failed.trouble, "cannot reach it");
  EXPECT_EQ(failed.not_before, clock.Now() + 10s);
  const auto left_alone = Ask(1);
  EXPECT_FALSE(left_alone.put);
  EXPECT_EQ(left_alone.not_before, clock.Now() + 10s);
  clock.Advance(10s);
  EXPECT_TRUE(Ask(2).advice);
  EXPECT_EQ(connections, 2) << "it is looked for anew";
}

TEST_F(JudgeTest, NoServerIsToldAndLookedForAgainLater) {
  refused = Error{Errc::kNotFound, "no server of models answers on this machine"};
  const auto none = Ask(0);
  EXPECT_FALSE(none.put);
  EXPECT_THAT(none.trouble, HasSubstr("no server of models"));
  EXPECT_TRUE(none.not_before);
  Ask(1);
  EXPECT_EQ(connections, 1);
  refused.reset();
  model->answers = {Good()};
  clock.Advance(10s);
  EXPECT_TRUE(Ask(2).advice);
}

TEST_F(JudgeTest, AServerThatIsNotThereIsLookedForMoreAndMoreSeldom) {
  refused = Error{Errc::kNotFound, "no server of models answers on this machine"};
  std::size_t n = 0;
  for (const auto pause : {10s, 20s, 40s, 80s}) {
    EXPECT_EQ(Ask(n++).not_before, clock.Now() + pause);
    clock.Advance(pause);
  }
}

TEST_F(JudgeTest, OtherSettingsAreAnotherServer) {
  model->answers = {Good(), Good(), Good()};
  Ask(0);
  Ask(1);
  EXPECT_EQ(connections, 1);
  Ask(2, {.models = {{.model = "other"}}});
  EXPECT_EQ(connections, 2);
}

class JudgeOfTwoTest : public JudgeTest {
 protected:
  JudgeOfTwoTest() { other = std::make_shared<Scripted>(); }
  const BrainSettings two{.models = {{.model = "m"}, {.model = "other"}}};
};

TEST_F(JudgeOfTwoTest, WhereTheFirstDoesNotAnswerTheNextIsAsked) {
  model->answers = {Failed(Trouble::kBusy), Good()};
  other->answers = {Good(), Good()};
  const auto first = Ask(0, two);
  EXPECT_TRUE(first.put);
  EXPECT_TRUE(first.advice);
  EXPECT_EQ(first.endpoint, "http://localhost:2/v1");
  ASSERT_EQ(first.before.size(), 1u) << "it counts after a restart, too";
  EXPECT_EQ(first.before[0].endpoint, "http://localhost:1/v1");
  EXPECT_TRUE(Ask(1, two).advice) << "the first is left alone meanwhile";
  EXPECT_EQ(model->asked.size(), 1u);
  clock.Advance(10s);
  EXPECT_EQ(Ask(2, two).endpoint, "http://localhost:1/v1") << "it is asked again";
}

TEST_F(JudgeOfTwoTest, ABadAnswerIsAnAnswer) {
  model->answers = {Reply{.text = "no"}};
  EXPECT_FALSE(Ask(0, two).advice);
  EXPECT_TRUE(other->asked.empty());
}

TEST_F(JudgeOfTwoTest, WhatTheFirstHasSpentHereIsNotTheOthersBudget) {
  other_is_elsewhere = true;
  for (int i = 0; i < 61; ++i) model->answers.push_back(Good());
  for (std::size_t i = 0; i < 61; ++i) Ask(i, two);
  model->answers = {Failed(Trouble::kUnreachable)};
  other->answers = {Good()};
  EXPECT_TRUE(Ask(61, two).advice);
}

TEST_F(JudgeOfTwoTest, WhereNobodyAnswersTheFirstIsNamedAndTheSoonestAsked) {
  model->answers = {Failed(Trouble::kKeyRefused)};
  other->answers = {Failed(Trouble::kBusy)};
  const auto judgement = Ask(0, two);
  EXPECT_EQ(judgement.model, "m");
  EXPECT_EQ(judgement.endpoint, "http://localhost:1/v1");
  EXPECT_EQ(judgement.not_before, clock.Now() + 10s);
  ASSERT_EQ(judgement.before.size(), 1u);
  EXPECT_EQ(judgement.before[0].endpoint, "http://localhost:2/v1");
}

TEST_F(JudgeTest, ABudgetThatIsSpentIsToldWithItsEnd) {
  model->answers = {Good(), Good()};
  const BrainSettings two{.models = {{.model = "m"}}, .budget = {.calls_per_hour = 2}};
  Ask(0, two);
  Ask(1, two);
  const auto spent = Ask(2, two);
  EXPECT_FALSE(spent.put);
  EXPECT_THAT(spent.trouble, HasSubstr("2 calls in the last hour"));
  EXPECT_EQ(spent.not_before, clock.Now() + 1h);
}

TEST_F(JudgeTest, WhatWasSpentBeforeARestartCounts) {
  Switchboard anew(
      clock, Connect(),
      {{clock.Now() - 10min, 700, 0, "http://localhost:1/v1"}, {clock.Now() - 5min, 700, 0, "http://127.0.0.1:1"}});
  Judge again(clock, anew);
  again.Consult(About(1, {.models = {{.model = "m"}}, .budget = {.calls_per_hour = 2}}), heard);
  const auto spent = heard.Await(0);
  EXPECT_FALSE(spent.put);
  EXPECT_EQ(spent.not_before, clock.Now() + 50min);
}

TEST_F(JudgeTest, ElsewhereABudgetHoldsThoughNobodyWroteOne) {
  local = false;
  for (int i = 0; i < 60; ++i) model->answers.push_back(Good());
  for (std::size_t i = 0; i < 60; ++i) EXPECT_TRUE(Ask(i).put);
  EXPECT_FALSE(Ask(60).put);
}

/// A model that answers when it is told to, or not at all.
class Slow final : public Model {
 public:
  Answer Ask(const Question&) override {
    asked.set_value();
    while (!net::Interruptible::Interrupted() && !answer) std::this_thread::sleep_for(1ms);
    return answer ? Good() : Failed(Trouble::kUnreachable);
  }
  std::promise<void> asked;
  std::atomic<bool> answer = false;
};

/// One that has been asked, and waits for that model.
class JudgeThatWaits : public testing::Test {
 protected:
  JudgeThatWaits() {
    judge.Consult(About(1), heard);
    model->asked.get_future().wait();
  }
  test::MovableClock clock;
  const std::shared_ptr<Slow> model = std::make_shared<Slow>();
  Heard heard;
  Switchboard models{clock, [this](const ModelChoice&) -> Result<Connection> {
                       return Connection{model, "there", true};
                     }};
  Judge judge{clock, models};
};

TEST_F(JudgeThatWaits, EndsAtOnceWhenItIsTold) {
  judge.Stop();
  judge.Consult(About(2), heard);
}

TEST_F(JudgeThatWaits, DoesNotPutWhatHasWaitedTooLong) {
  judge.Consult(About(2), heard);
  clock.Advance(Judge::kLongestWait + 1s);
  model->answer = true;
  EXPECT_TRUE(heard.Await(0).advice);
  const auto stale = heard.Await(1);
  EXPECT_FALSE(stale.put);
  EXPECT_FALSE(stale.not_before) << "it may be asked anew at once";
}

}  // namespace
}  // namespace docktor::brain
