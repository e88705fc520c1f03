/// What runs in production, with an engine that fails while replicas are taken away.
#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "remember/journal/verify.h"
#include "support/project_in_memory.h"

namespace docktor {
namespace {

using docker::FakeEngine;
using testing::SizeIs;
using Call = FakeEngine::Call;
using Effect = FakeEngine::Effect;

const ServiceKey kWeb{"shop", "web"};

class RemovalTest : public testing::Test {
 protected:
  RemovalTest() {
    project_.engine.AddComposeService("shop", "web", 4);
    project_.Start();
    Run(3);
  }
  void Run(int seconds) {
    for (int i = 0; i < seconds; ++i) project_.Step([](const auto&, const auto&) { return 0.1; });
  }
  void Order(int count) { EXPECT_TRUE(project_.Say({.service = kWeb, .what = pilot::ScaleTo{count}})); }
  /// In the end what was ordered is there, nothing else is, and each action has its end on record.
  void ExpectItIsDone() {
    EXPECT_THAT(project_.Running(kWeb), SizeIs(2));
    EXPECT_THAT(project_.engine.Names(kWeb), SizeIs(2)) << "nothing is half removed";
    std::set<DecisionId> open;
    const auto replayed = remember::Replay(project_.journal());
    ASSERT_TRUE(replayed);
    for (const auto& record : replayed->records) {
      if (const auto* intent = std::get_if<Intent>(&record.body)) open.insert(intent->decision.id);
      if (const auto* ended = std::get_if<ActionEnded>(&record.body)) open.erase(ended->report.decision);
    }
    EXPECT_THAT(open, testing::IsEmpty());
  }
  /// Whether an action ended with these words.
  bool IsOnRecord(const std::string& words) {
    const auto replayed = remember::Replay(project_.journal());
    return replayed && std::any_of(replayed->records.begin(), replayed->records.end(), [&](const Record& record) {
             const auto* ended = std::get_if<ActionEnded>(&record.body);
             return ended != nullptr && ended->report.message.find(words) != std::string::npos;
           });
  }

  test::ProjectInMemory project_{[](const ServiceKey& key) { return test::EnabledSpec(key, 1, 6); }};
};

struct RemovalFault {
  const char* name;
  Call call;
  int nth;
  Error error;
  Effect effect = Effect::kNone;
};
class RemovalFaultsTest : public RemovalTest, public testing::WithParamInterface<RemovalFault> {};
TEST_P(RemovalFaultsTest, EndWithTheCountThatWasOrdered) {
  const auto& [name, call, nth, error, effect] = GetParam();
  project_.engine.FailNth(call, nth, error, effect);
  Order(2);
  Run(1);
  EXPECT_GE(project_.Running(kWeb).size(), 2u) << "never fewer than ordered";
  Run(60);
  ExpectItIsDone();
  EXPECT_EQ(IsOnRecord(error.message), effect == Effect::kNone);
}

INSTANTIATE_TEST_SUITE_P(
    Engine, RemovalFaultsTest,
    testing::Values(
        RemovalFault{"a_stop_fails", Call::kStop, 1, {Errc::kUnavailable, "500"}},
        RemovalFault{"the_second_stop_fails", Call::kStop, 2, {Errc::kUnavailable, "500"}},
        RemovalFault{"a_stop_has_no_answer", Call::kStop, 1, {Errc::kTimeout, "no answer"}},
        RemovalFault{"the_answer_to_a_stop_is_lost", Call::kStop, 1, {Errc::kTimeout, "no answer"}, Effect::kHappened},
        RemovalFault{"a_removal_fails", Call::kRemove, 1, {Errc::kUnavailable, "500"}},
        RemovalFault{
            "the_answer_to_a_removal_is_lost", Call::kRemove, 1, {Errc::kTimeout, "no answer"}, Effect::kHappened}),
    [](const auto& row) { return std::string(row.param.name); });

TEST_F(RemovalTest, OverWhichTheEngineIsLostIsDoneOnceItIsBack) {
  project_.engine.Hang(Call::kStop);
  Order(2);
  project_.engine.WaitUntilHanging(Call::kStop);
  project_.engine.Lose();
  project_.engine.Release(Call::kStop);
  Run(20);
  project_.engine.Return();
  Run(90);
  ExpectItIsDone();
}

}  // namespace
}  // namespace docktor
