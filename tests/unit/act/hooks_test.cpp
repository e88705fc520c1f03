/// What only the Compose file tells of a service: its hooks, and which files Compose wrote.
#include <thread>

#include <gmock/gmock.h>

#include "act/growth.h"
#include "act/removal.h"
#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"

namespace docktor::act {
namespace {

using docker::ComposeService;
using docker::Program;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Call = docker::FakeEngine::Call;

const ServiceKey kWeb{"shop", "web"};

class HooksTest : public testing::Test {
 protected:
  HooksTest() { ids_ = engine_.AddComposeService("shop", "web", 2); }

  Tally Add(int count) {
    const Action action{.decision = {7}, .service = kWeb, .from = 2, .to = 2 + count, .add = count, .source = ids_[1]};
    return Growth(engine_, origins_, action, stopping_).Run();
  }
  Tally RemoveFirst() {
    const Action action{.decision = {8}, .service = kWeb, .from = 2, .to = 1, .remove = {ids_[0]}};
    return Removal(engine_, origins_, action, drain_).Run();
  }

  docker::FakeEngine engine_;
  docker::FakeComposeFiles files_;
  Origins origins_{engine_, files_};
  std::atomic<bool> stopping_ = false;
  Drain drain_{engine_, {}};
  std::vector<ContainerId> ids_;
};

TEST_F(HooksTest, RunInACopyOnceItHasStartedInTheirOrder) {
  files_.Say(kWeb, ComposeService{.post_start = {Program{{"chown", "/data"}, "root"}, Program{{"warm-up"}}}});
  const auto tally = Add(2);
  ASSERT_THAT(tally.failures, IsEmpty());
  ASSERT_THAT(tally.added, SizeIs(2));
  for (const auto& id : tally.added) EXPECT_THAT(engine_.Executed(id), ElementsAre("chown /data", "warm-up"));
  EXPECT_THAT(engine_.Executed(ids_[0]), IsEmpty());
}

TEST_F(HooksTest, ACopyOfWhichOneFailsIsRemovedAgain) {
  files_.Say(kWeb, ComposeService{.post_start = {Program{{"migrate"}}, Program{{"never"}}}});
  engine_.ProgramsEnd(3);
  const auto tally = Add(1);
  EXPECT_THAT(tally.added, IsEmpty());
  EXPECT_THAT(tally.failures, ElementsAre(HasSubstr("run the post_start hooks of shop-web-3: migrate ended with 3")));
  EXPECT_TRUE(tally.gave_up);
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-1", "shop-web-2"));
}

TEST_F(HooksTest, RunInAReplicaBeforeItIsStopped) {
  files_.Say(kWeb, ComposeService{.pre_stop = {Program{{"deregister"}}}});
  EXPECT_THAT(RemoveFirst().removed, ElementsAre(ids_[0]));
  EXPECT_THAT(engine_.Executed(ids_[0]), ElementsAre("deregister"));
}

TEST_F(HooksTest, OneThatFailsBeforeTheStopIsANote) {
  files_.Say(kWeb, ComposeService{.pre_stop = {Program{{"deregister"}}}});
  engine_.ProgramsEnd(1);
  const auto tally = RemoveFirst();
  EXPECT_THAT(tally.removed, ElementsAre(ids_[0]));
  EXPECT_THAT(tally.notes, ElementsAre(HasSubstr("deregister ended with 1")));
}

TEST_F(HooksTest, WhatCannotBeKnownIsSaid) {
  files_.Say(kWeb, Fail(Errc::kUnavailable, "/srv/app/compose.yaml cannot be read here"));
  EXPECT_THAT(Add(1).notes, ElementsAre(HasSubstr("cannot be known: /srv/app/compose.yaml cannot be read here")));
  EXPECT_THAT(RemoveFirst().notes, ElementsAre(HasSubstr("cannot be known")));
}

TEST_F(HooksTest, OfAReplicaOfWhichNothingCanBeLearntAreNotRunAndThatIsSaid) {
  engine_.FailNext(Call::kAddedPaths, {Errc::kUnavailable, "no answer"});
  const auto tally = RemoveFirst();
  EXPECT_THAT(tally.removed, ElementsAre(ids_[0]));
  EXPECT_THAT(tally.notes, ElementsAre("find out what Compose gave shop-web-1: no answer"));
}

TEST_F(HooksTest, WhatCameOfThemIsSaidThoughTheReplicaIsNotStopped) {
  files_.Say(kWeb, ComposeService{.pre_stop = {Program{{"deregister"}}}});
  engine_.ProgramsEnd(1);
  engine_.FailNext(Call::kStop, {Errc::kUnavailable, "permission denied"});
  const auto tally = RemoveFirst();
  EXPECT_THAT(tally.failures, ElementsAre("stop shop-web-1: permission denied"));
  EXPECT_THAT(tally.notes, ElementsAre(HasSubstr("deregister ended with 1")));
}

TEST_F(HooksTest, WhatCannotBeKnownIsSaidThoughTheRemovalIsCalledOff) {
  files_.Say(kWeb, Fail(Errc::kUnavailable, "/srv/app/compose.yaml cannot be read here"));
  engine_.Hang(Call::kAddedPaths);
  std::jthread caller([this] {
    engine_.WaitUntilHanging(Call::kAddedPaths);
    drain_.Cancel();
    engine_.Release(Call::kAddedPaths);
  });
  EXPECT_THAT(RemoveFirst().notes,
              ElementsAre(HasSubstr("cannot be known"), "kept shop-web-1: its removal was called off"));
}

TEST_F(HooksTest, OneThatIsBrokenOffBecauseDocktorStopsHasNotFailed) {
  files_.Say(kWeb, ComposeService{.pre_stop = {Program{{"deregister"}}}});
  engine_.ProgramsEnd(std::nullopt);
  std::jthread caller([this] {
    while (engine_.Executed(ids_[0]).empty()) std::this_thread::yield();
    drain_.End();
  });
  const auto tally = RemoveFirst();
  EXPECT_THAT(tally.failures, ElementsAre("Docktor is stopping: not all were removed"));
  EXPECT_THAT(tally.notes, IsEmpty());
}

TEST_F(HooksTest, TheFileSaysWhatWasWrittenWhateverElseIsThere) {
  files_.Say(kWeb, ComposeService{.written = {"/etc/motd", "/gone"}});
  const auto created = ParseInstant(std::string(engine_.Inspect(ids_[1])->at("Created").as_string())).value();
  engine_.AddFile(ids_[1], {"/etc/motd", created + 1h, 5, true}, "hello");
  engine_.AddFile(ids_[1], {"/run/secrets/made-by-itself", created + 1s, 5, true}, "mine");
  const auto tally = Add(1);
  ASSERT_THAT(tally.added, SizeIs(1));
  EXPECT_EQ(engine_.FileIn(tally.added[0], "/etc/motd"), "hello");
  EXPECT_FALSE(engine_.FileIn(tally.added[0], "/run/secrets/made-by-itself"));
}

}  // namespace
}  // namespace docktor::act
