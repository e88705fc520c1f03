#include "docker/fakes/fake_engine.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/labels.h"

namespace docktor::docker {
namespace {

using testing::ElementsAre;
using Call = FakeEngine::Call;
using Volumes = Engine::Volumes;
const ServiceKey kWeb{"shop", "web"};

json::object Body(const std::string& image) { return {{"Image", image}}; }

TEST(FakeEngine, AComposeServiceReadsAsOne) {
  FakeEngine engine;
  const auto ids = engine.AddComposeService(
      "shop", "web", 2, {.aliases = {"front"}, .volumes = {{"data", "/data"}}, .anonymous_volumes = {"/cache"}});
  const auto inspect = engine.Inspect(ids[1]).value();
  EXPECT_EQ(ServiceOf(inspect), kWeb);
  const auto replica = ParseReplica(inspect).value();
  EXPECT_EQ(replica.name, "shop-web-2");
  EXPECT_EQ(replica.number, 2);
  EXPECT_EQ(replica.phase, Phase::kReady);
  EXPECT_EQ(replica.limits, (Limits{0.25, 128 << 20}));
  EXPECT_FALSE(replica.copy);
  EXPECT_GT(replica.pid, 0);
  EXPECT_EQ(Array(inspect, {"NetworkSettings", "Networks", "shop_default", "Aliases"}),
            (json::array{"shop-web-2", "web", "front", json::string(ids[1].Short())}));
  EXPECT_EQ(engine.VolumeNames().size(), 3u) << "one named, one of each replica's own";
}

TEST(FakeEngine, ListsAProjectWithItsHealthInTheStatus) {
  FakeEngine engine;
  const auto ids = engine.AddComposeService("shop", "web", 1);
  engine.AddComposeService("other", "web", 1);
  engine.SetHealth(ids[0], "unhealthy");
  const auto list = engine.List({"shop"}).value();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(Text(list[0].as_object(), {"State"}), "running");
  EXPECT_THAT(Text(list[0].as_object(), {"Status"}), testing::MatchesRegex("Up .* \\(unhealthy\\)"));
}

TEST(FakeEngine, OneOffsAreNotListed) {
  FakeEngine engine;
  engine.AddComposeService("shop", "web", 1, {.labels = {{kOneOffLabel, "True"}}});
  EXPECT_TRUE(engine.List({"shop"})->empty());
}

TEST(FakeEngine, ANameOrImageThatCannotBeIsRefused) {
  FakeEngine engine;
  engine.AddComposeService("shop", "web", 1);
  EXPECT_EQ(engine.Create("shop-web-1", Body("shop/web:1")).error().code, Errc::kConflict);
  EXPECT_EQ(engine.Create("new", Body("nothing:1")).error().code, Errc::kNotFound);
  EXPECT_TRUE(engine.Create("new", Body(engine.AddImage("shop/web:1")))) << "by its id as well";
}

TEST(FakeEngine, WhatRunsIsRemovedOnlyOnceItIsStopped) {
  FakeEngine engine;
  const auto id = engine.AddComposeService("shop", "web", 1)[0];
  EXPECT_EQ(engine.Remove(id, Volumes::kKeep).error().code, Errc::kConflict);
  EXPECT_TRUE(engine.Stop(id));
  EXPECT_TRUE(engine.Stop(id)) << "already";
  EXPECT_TRUE(engine.Remove(id, Volumes::kKeep));
  EXPECT_TRUE(engine.Remove(id, Volumes::kKeep)) << "already";
  EXPECT_EQ(engine.Inspect(id).error().code, Errc::kNotFound);
  EXPECT_EQ(engine.Start(id).error().code, Errc::kNotFound);
}

TEST(FakeEngine, AnonymousVolumesGoOnlyWhenAsked) {
  for (const auto volumes : {Volumes::kKeep, Volumes::kDeleteAnonymous}) {
    FakeEngine engine;
    const auto id = engine.AddComposeService("shop", "web", 1,
                                             {.volumes = {{"data", "/data"}}, .anonymous_volumes = {"/cache"}})[0];
    ASSERT_TRUE(engine.Stop(id));
    ASSERT_TRUE(engine.Remove(id, volumes));
    EXPECT_EQ(engine.VolumeNames().size(), volumes == Volumes::kKeep ? 2u : 1u);
    EXPECT_TRUE(engine.VolumeNames().contains("shop_data"));
  }
}

TEST(FakeEngine, AHostPortBelongsToOne) {
  FakeEngine engine;
  const auto ids = engine.AddComposeService("shop", "lb", 2, {.ports = {{"80/tcp", "8080"}}});
  EXPECT_THAT(engine.Names({"shop", "lb"}, "created"), ElementsAre("shop-lb-2"));
  EXPECT_THAT(engine.Start(ids[1]).error().message, testing::HasSubstr("port is already allocated"));
  ASSERT_TRUE(engine.Stop(ids[0]));
  EXPECT_TRUE(engine.Start(ids[1]));
}

/// Follows the events of a project on a thread of its own, from construction on.
class Follower {
 public:
  Follower(FakeEngine& engine, const std::string& project)
      : thread_([this, &engine, project] {
          ended_ = engine.Events(
              {project},
              [this] {
                open_ = true;
                open_.notify_all();
              },
              [this](const EngineEvent& e) {
                actions_.push_back(e.action);
                ++seen_;
                seen_.notify_all();
              },
              [this] { return stop_.load(); });
        }) {
    open_.wait(false);
  }
  ~Follower() { Finish(); }
  std::vector<std::string> After(int count) {
    for (int seen = seen_; seen < count; seen = seen_) seen_.wait(seen);
    Finish();
    return actions_;
  }
  Status Ended() {
    if (thread_.joinable()) thread_.join();
    return ended_;
  }

 private:
  void Finish() {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
  }
  std::atomic<bool> open_ = false, stop_ = false;
  std::atomic<int> seen_ = 0;
  std::vector<std::string> actions_;
  Status ended_;
  std::thread thread_;
};

TEST(FakeEngine, SendsTheEventsOfAProject) {
  FakeEngine engine;
  const auto ids = engine.AddComposeService("shop", "web", 2);
  Follower follower(engine, "shop");
  engine.AddComposeService("other", "web", 1);
  ASSERT_TRUE(engine.Stop(ids[0]));
  ASSERT_TRUE(engine.Remove(ids[0], Volumes::kKeep));
  engine.Die(ids[1], 3);
  engine.AddComposeService("shop", "web", 1);
  EXPECT_THAT(follower.After(7), ElementsAre("kill", "die", "stop", "destroy", "die", "create", "start"));
}

TEST(FakeEngine, AStreamBreaksWhenTheEngineIsLost) {
  FakeEngine engine;
  Follower follower(engine, "shop");
  engine.Lose();
  EXPECT_EQ(follower.Ended().error().code, Errc::kUnavailable);
  EXPECT_EQ(engine.List({"shop"}).error().code, Errc::kUnavailable);
  engine.Return();
  EXPECT_TRUE(engine.List({"shop"}));
}

TEST(FakeEngine, TellsWhatAContainerUsesUntilItEnds) {
  FakeEngine engine;
  const auto id = engine.AddComposeService("shop", "web", 1)[0];
  int told = 0;
  const auto follow = [&] {
    return engine.Stats(
        id, [&](const json::object&) { ++told; }, [&] { return told > 0; });
  };
  std::thread teller([&] {
    while (engine.Calls(Call::kStats) == 0) std::this_thread::yield();
    engine.Use(id, {{"read", "now"}});
  });
  EXPECT_TRUE(follow());
  teller.join();
  EXPECT_EQ(told, 1);
  told = 0;
  engine.Die(id, 1);
  EXPECT_EQ(follow().error().code, Errc::kUnavailable);
  engine.Destroy(id);
  EXPECT_EQ(follow().error().code, Errc::kNotFound);
}

TEST(FakeEngine, FailsOnCue) {
  FakeEngine engine;
  const auto id = engine.AddComposeService("shop", "web", 1)[0];
  engine.FailNth(Call::kInspect, 2, {Errc::kTimeout, "too slow"});
  EXPECT_TRUE(engine.Inspect(id));
  EXPECT_EQ(engine.Inspect(id).error().message, "too slow");
  EXPECT_TRUE(engine.Inspect(id));
  EXPECT_EQ(engine.Calls(Call::kInspect), 3);
}

TEST(FakeEngine, ALostAnswerMayHaveTakenEffect) {
  FakeEngine engine;
  const auto id = engine.AddComposeService("shop", "web", 1)[0];
  engine.FailNext(Call::kStop, {Errc::kTimeout, "no answer"}, FakeEngine::Effect::kHappened);
  EXPECT_EQ(engine.Stop(id).error().code, Errc::kTimeout);
  EXPECT_THAT(engine.Names(kWeb, "exited"), ElementsAre("shop-web-1"));
}

TEST(FakeEngine, HangsUntilReleased) {
  FakeEngine engine;
  engine.Hang(Call::kInfo);
  std::thread caller([&] { EXPECT_TRUE(engine.Info()); });
  engine.WaitUntilHanging(Call::kInfo);
  EXPECT_TRUE(engine.List({"shop"})) << "other calls go on";
  engine.Release(Call::kInfo);
  caller.join();
}

}  // namespace
}  // namespace docktor::docker
