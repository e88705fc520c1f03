/// A removal that is called off after it has begun: a replica that has been told to leave serves no more.
#include <future>
#include <thread>

#include <gmock/gmock.h>

#include "act/removal.h"
#include "docker/fakes/fake_compose_files.h"
#include "docker/fakes/fake_engine.h"

namespace docktor::act {
namespace {

using docker::ComposeService;
using docker::Program;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Call = docker::FakeEngine::Call;

const ServiceKey kWeb{"shop", "web"};

class CallingOffTest : public testing::Test {
 protected:
  /// Removes all but one of `count` replicas, on a thread of its own.
  std::future<Tally> RemoveAllButOne(int count, DrainSettings settings) {
    ids_ = engine_.AddComposeService("shop", "web", count);
    drain_ = std::make_unique<Drain>(engine_, std::move(settings));
    return std::async(std::launch::async, [this, count] {
      const Action action{
          .decision = {8}, .service = kWeb, .from = count, .to = 1, .remove = {ids_.begin(), ids_.end() - 1}};
      return Removal(engine_, origins_, action, *drain_).Run();
    });
  }
  long Begun() const {
    return std::count_if(ids_.begin(), ids_.end(), [this](const auto& id) { return !engine_.Executed(id).empty(); });
  }
  void AwaitBegun(long count) const {
    while (Begun() < count) std::this_thread::yield();
  }

  docker::FakeEngine engine_;
  docker::FakeComposeFiles files_;
  Origins origins_{engine_, files_};
  std::unique_ptr<Drain> drain_;
  std::vector<ContainerId> ids_;
};

TEST_F(CallingOffTest, WhereTheCommandHasBegunTheStopFollowsAndTheOthersAreKept) {
  engine_.ProgramsEnd(std::nullopt);
  auto removal = RemoveAllButOne(11, {.command = {"leave"}});
  AwaitBegun(8);
  drain_->Cancel();
  engine_.ProgramsEnd(0);
  const auto tally = removal.get();
  EXPECT_THAT(tally.removed, SizeIs(8));
  EXPECT_EQ(Begun(), 8) << "in no other one it was run";
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(3));
  for (const auto& id : tally.removed) EXPECT_THAT(engine_.Executed(id), ElementsAre("leave"));
  EXPECT_THAT(tally.notes, Each(testing::AnyOf(HasSubstr("its drain had begun when the removal was called off"),
                                               HasSubstr("its removal was called off"))));
  EXPECT_THAT(tally.notes, SizeIs(10));
  EXPECT_THAT(tally.failures, IsEmpty());
}

TEST_F(CallingOffTest, TheDelayAfterTheCommandIsWaitedForAllTheSame) {
  constexpr auto kDelay = 50ms;
  const auto before = std::chrono::steady_clock::now();
  auto removal = RemoveAllButOne(2, {.command = {"leave"}, .delay = kDelay});
  AwaitBegun(1);
  drain_->Cancel();
  EXPECT_THAT(removal.get().removed, ElementsAre(ids_[0]));
  EXPECT_GE(std::chrono::steady_clock::now() - before, kDelay) << "its last requests are still to be answered";
}

TEST_F(CallingOffTest, OneThatEndedOfItsCommandIsRemoved) {
  engine_.ProgramsEnd(std::nullopt);
  auto removal = RemoveAllButOne(2, {.command = {"nginx", "-s", "quit"}});
  AwaitBegun(1);
  drain_->Cancel();
  engine_.Die(ids_[0], 0);
  engine_.ProgramsEnd(0);
  EXPECT_THAT(removal.get().removed, ElementsAre(ids_[0]));
  EXPECT_THAT(engine_.Names(kWeb), ElementsAre("shop-web-2"));
}

TEST_F(CallingOffTest, AfterAHookThatHasBegunTheStopFollows) {
  files_.Say(kWeb, ComposeService{.pre_stop = {Program{{"deregister"}}, Program{{"flush"}}}});
  engine_.ProgramsEnd(std::nullopt);
  auto removal = RemoveAllButOne(2, {});
  AwaitBegun(1);
  drain_->Cancel();
  engine_.ProgramsEnd(0);
  const auto tally = removal.get();
  EXPECT_THAT(tally.removed, ElementsAre(ids_[0]));
  EXPECT_THAT(engine_.Executed(ids_[0]), ElementsAre("deregister", "flush")) << "nor is one of them left out";
}

TEST_F(CallingOffTest, BeforeTheHookTheReplicaIsKept) {
  files_.Say(kWeb, ComposeService{.pre_stop = {Program{{"deregister"}}}});
  engine_.Hang(Call::kInspect);
  auto removal = RemoveAllButOne(2, {});
  engine_.WaitUntilHanging(Call::kInspect);
  drain_->Cancel();
  engine_.Release(Call::kInspect);
  EXPECT_THAT(removal.get().notes, ElementsAre("kept shop-web-1: its removal was called off"));
  EXPECT_EQ(Begun(), 0);
  EXPECT_THAT(engine_.Names(kWeb, "running"), SizeIs(2));
}

}  // namespace
}  // namespace docktor::act
