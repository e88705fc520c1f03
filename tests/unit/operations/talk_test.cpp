/// What Docktor does not understand itself, put to a language model that may use the operations as tools.
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>

#include <gmock/gmock.h>

#include "operations/model_tools.h"
#include "operations/orders/prompt.h"
#include "operations/shared/find_service.h"
#include "remember/journal/replay.h"
#include "unit/operations/world.h"

namespace docktor::operations {
namespace {

using testing::HasSubstr;
using testing::Not;

class Scripted final : public brain::Model {
 public:
  brain::Answer Ask(const brain::Question& question) override {
    if (before) before();
    asked.push_back(question);
    auto answer = answers.front();
    answers.pop_front();
    return answer;
  }
  std::function<void()> before;  ///< an answer
  std::deque<brain::Answer> answers;
  std::vector<brain::Question> asked;
};

/// Keeps a stream until it has ended.
class Kept final : public Sink {
 public:
  void Item(json::value item) override {
    const std::lock_guard lock(mutex_);
    items.push_back(FromJson<PromptOutput>(item).value());
  }
  void End(Status how) override {
    const std::lock_guard lock(mutex_);
    end = std::move(how);
    ended_.notify_all();
  }
  void Keep(std::shared_ptr<void>) override {}
  bool Wanted() const override { return wanted; }
  void Await() {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(ended_.wait_for(lock, std::chrono::seconds(20), [this] { return end.has_value(); }));
  }
  std::vector<PromptOutput> items;
  std::optional<Status> end;
  std::atomic<bool> wanted = true;

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
};

brain::Answer Calls(const std::string& name, json::object arguments = {}) {
  return brain::Reply{.text = "", .calls = {{"c", name, std::move(arguments)}}, .finish = brain::Finish::kCalls};
}

class TalkTest : public testing::Test {
 protected:
  TalkTest() {
    auto shop = Shop();
    for (auto& view : shop.services) view.spec.brain = brain;
    world.pilots.Show(shop);
    world.context.talks = &talks;
    world.context.models = &models;
  }
  std::shared_ptr<Kept> Say(const std::string& text) {
    const auto sink = std::make_shared<Kept>();
    Find("prompt")->Run(world.context, {}, {{"text", text}}, sink);
    sink->Await();
    return sink;
  }

  World world;
  std::shared_ptr<Scripted> model = std::make_shared<Scripted>();
  std::optional<Error> refused;
  /// What talks have left in the journal; they end by it.
  std::vector<TalkedWith> OnRecord() {
    talks.Stop();
    std::vector<TalkedWith> all;
    const auto replayed = remember::Replay(world.journal_folder).value();
    for (const auto& record : replayed.records)
      if (const auto* talk = std::get_if<TalkedWith>(&record.body)) all.push_back(*talk);
    return all;
  }

  BrainSettings brain{.models = {{.model = "wise"}}, .budget = {.calls_per_hour = 3}, .dollars_in = 1};
  brain::Switchboard models{world.clock, [this](const ModelChoice&) -> Result<brain::Connection> {
                              if (refused) return tl::unexpected(*refused);
                              return brain::Connection{model, "http://localhost:1/v1", true};
                            }};
  Talks talks{world.clock, models, *world.journal};
};

TEST_F(TalkTest, AModelLooksAndAnswers) {
  model->answers = {Calls("status"), brain::Reply{.text = "web is calm."}};
  const auto told = Say("is web going to survive the weekend?");
  ASSERT_TRUE(*told->end);
  ASSERT_EQ(told->items.size(), 2u);
  EXPECT_EQ(told->items[0].understood, "docktor status");
  EXPECT_EQ(told->items[0].model, "wise");
  EXPECT_FALSE(told->items[0].answer.is_null());
  EXPECT_EQ(told->items[1].said, "web is calm.");
}

TEST_F(TalkTest, AChangeIsMadeAsAModelAndNotAsAPerson) {
  model->answers = {Calls("pause", {{"service", "web"}, {"hold", 600}}), brain::Reply{.text = "paused"}};
  const auto told = Say("leave that web thing in peace for ten minutes, would you");
  ASSERT_TRUE(*told->end);
  const auto override = (*FindService(*world.pilots.Latest(), "web"))->override;
  ASSERT_TRUE(override);
  EXPECT_EQ(override->by, Actor::kModel);
}

TEST_F(TalkTest, WhatIsForPeopleIsNoToolAndIsRefused) {
  for (const auto& tool : ModelTools(world.context).Tools())
    for (const auto* forbidden : {"approve", "reject", "modify", "mode", "stop", "prompt"})
      EXPECT_NE(tool.name, forbidden);
  model->answers = {Calls("approve", {{"id", "d42"}}), Calls("stop"), brain::Reply{.text = "I may not"}};
  ASSERT_TRUE(*Say("go ahead with whatever is proposed")->end);
  EXPECT_EQ(world.stops, 0);
  EXPECT_THAT(model->asked.back().turns.back().text, HasSubstr("no such tool"));
}

TEST_F(TalkTest, ARefusalIsToldToTheModel) {
  model->answers = {Calls("scale", {{"service", "nobody"}, {"replicas", 4}}), brain::Reply{.text = "there is none"}};
  ASSERT_TRUE(*Say("give nobody some more power")->end);
  EXPECT_THAT(model->asked[1].turns.back().text, HasSubstr("nobody"));
}

TEST_F(TalkTest, NoModelIsAskedForSomebodyWhoHasGone) {
  const auto sink = std::make_shared<Kept>();
  sink->wanted = false;
  Find("prompt")->Run(world.context, {}, {{"text", "is web going to survive the weekend?"}}, sink);
  sink->Await();
  EXPECT_TRUE(model->asked.empty());
}

TEST_F(TalkTest, AsManyWaitForABusyModelAsMay) {
  std::promise<void> busy, free;
  model->before = [&, begun = false, freed = free.get_future().share()]() mutable {
    if (!std::exchange(begun, true)) busy.set_value();
    freed.wait();
  };
  constexpr int kAll = 22;
  model->answers.assign(kAll, brain::Reply{.text = "la la"});
  std::vector<std::shared_ptr<Kept>> talkers;
  const auto begin = [&] {
    const auto sink = talkers.emplace_back(std::make_shared<Kept>());
    Find("prompt")->Run(world.context, {}, {{"text", "sing"}}, sink);
  };
  begin();
  busy.get_future().wait();
  for (int i = 1; i < kAll; ++i) begin();
  talkers.back()->Await();
  ASSERT_FALSE(*talkers.back()->end);
  EXPECT_THAT(talkers.back()->end->error().message, HasSubstr("the model is busy"));
  free.set_value();
  talkers.pop_back();
  for (const auto& talker : talkers) talker->Await();
}

TEST_F(TalkTest, AYesIsToWhatWasUnderstoodAndGoesToNoModel) {
  const auto sink = std::make_shared<Kept>();
  Find("prompt")->Run(world.context, {}, {{"text", "scale web up to 1, tomorrow"}, {"agreed", "docktor scale web 1"}},
                      sink);
  sink->Await();
  EXPECT_FALSE(*sink->end);
  EXPECT_TRUE(model->asked.empty());
}

TEST_F(TalkTest, PlainWordsNeedNoModel) {
  const auto told = Say("what is going on?");
  ASSERT_TRUE(*told->end);
  EXPECT_EQ(told->items.at(0).operation, "status");
  EXPECT_EQ(told->items.at(0).model, "");
  EXPECT_TRUE(model->asked.empty());
}

TEST_F(TalkTest, AModelThatCannotBeAskedIsAnErrorThatNamesIt) {
  refused = Error{Errc::kNotFound, "no server of models answers on this machine"};
  const auto told = Say("is web going to survive the weekend?");
  ASSERT_FALSE(*told->end);
  EXPECT_THAT(told->end->error().message, testing::AllOf(HasSubstr("wise"), HasSubstr("no server")));
}

TEST_F(TalkTest, WhatItTakesIsOnRecordAndInTheStatus) {
  auto called = Calls("status");
  called->usage = {900, 20};
  model->answers = {called, brain::Reply{.text = "web is calm.", .usage = {1000, 30}, .model = "wise-7b"}};
  ASSERT_TRUE(*Say("is web going to survive the weekend?")->end);
  const auto spent = models.Spent();
  EXPECT_EQ(spent.here.calls_in_hour, 2);
  EXPECT_EQ(spent.here.tokens_in_day, 1950);
  EXPECT_EQ(spent.elsewhere.calls_in_hour, 0);
  const auto records = OnRecord();
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0].at, kNow);
  EXPECT_EQ(records[0].model, "wise-7b");
  EXPECT_EQ(records[0].endpoint, "http://localhost:1/v1");
  EXPECT_EQ(records[0].calls, 2);
  EXPECT_EQ(records[0].tokens_in, 1900);
  EXPECT_EQ(records[0].tokens_out, 50);
  EXPECT_DOUBLE_EQ(records[0].dollars, 1900e-6);
}

TEST_F(TalkTest, OverTheBudgetNobodyIsAskedAndThatIsSaid) {
  model->answers = {Calls("status"), Calls("services"), Calls("proposals")};
  const auto told = Say("is web going to survive the weekend?");
  ASSERT_FALSE(*told->end);
  EXPECT_EQ(told->end->error().code, Errc::kDenied);
  EXPECT_THAT(told->end->error().message,
              testing::AllOf(HasSubstr("the budget for models is spent: 3 calls"), HasSubstr("the next in 1h")));
  EXPECT_THAT(told->end->error().hint, HasSubstr("brain.budget"));
  EXPECT_EQ(told->items.size(), 3u) << "what it did before is told";
  EXPECT_FALSE(*Say("and on Monday?")->end);
  EXPECT_EQ(model->asked.size(), 3u);
  EXPECT_EQ(OnRecord().size(), 1u) << "of the second talk there is nothing to record";
}

TEST_F(TalkTest, StatusSaysWhatIsSpentOnTalksToo) {
  auto shop = Shop();
  for (auto& view : shop.services) {
    view.spec.brain = brain;
    view.counsel = pilot::CounselView{};
  }
  world.pilots.Show(shop);
  model->answers = {brain::Reply{.text = "web is calm.", .usage = {1000, 30}}};
  ASSERT_TRUE(*Say("is web going to survive the weekend?")->end);
  const auto status = Say("what is going on?");
  ASSERT_TRUE(*status->end);
  const auto& answer = status->items.at(0).answer;
  EXPECT_EQ(answer.at_pointer("/model/spent/here/tokens_in_day"), 1030);
}

TEST_F(TalkTest, WithoutAModelItIsNotUnderstood) {
  world.pilots.Show(Shop());
  const auto told = Say("is web going to survive the weekend?");
  ASSERT_FALSE(*told->end);
  EXPECT_THAT(told->end->error().message, HasSubstr("not understood"));
}

}  // namespace
}  // namespace docktor::operations
