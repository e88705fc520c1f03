#include "docker/project/project_watch.h"

#include <chrono>
#include <deque>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/fakes/fake_engine.h"
#include "support/tiny_server.h"

namespace docktor::docker {
namespace {

using Call = FakeEngine::Call;

class StillClock final : public Clock {
 public:
  Instant Now() const override { return Instant{1h}; }
};

/// Keeps all that is told; a test waits for what it expects.
class Told final : public Observations {
 public:
  void OnReadings(Readings) override { ADD_FAILURE(); }
  void OnTopology(Topology topology) override {
    Keep([&] { topologies.push_back(std::move(topology)); });
  }
  void OnActivity(Activity activity) override {
    Keep([&] { activities.push_back(std::move(activity)); });
  }
  void OnEngineLost(Error error) override {
    Keep([&] { losses.push_back(std::move(error)); });
  }

  bool WaitUntil(const std::function<bool()>& true_now) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, true_now);
  }
  /// Until the newest topology has this many running replicas of the service.
  bool WaitForRunning(const ServiceKey& service, int count) {
    return WaitUntil([&] { return !topologies.empty() && Running(service) == count; });
  }
  int Running(const ServiceKey& service) const {
    for (const auto& facts : topologies.back().services)
      if (facts.key == service)
        return static_cast<int>(std::count_if(facts.replicas.begin(), facts.replicas.end(),
                                              [](const Replica& r) { return Runs(r.phase); }));
    return -1;
  }
  template <typename T>
  auto Read(const T& read) {
    const std::lock_guard lock(mutex_);
    return read();
  }

  std::deque<Topology> topologies;
  std::deque<Activity> activities;
  std::deque<Error> losses;

 private:
  void Keep(const std::function<void()>& keep) {
    const std::lock_guard lock(mutex_);
    keep();
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
};

constexpr WatchPace kQuick{.between_reads = 1ms, .resync = 1h, .first_retry = 1ms, .last_retry = 4ms};

class ProjectWatchTest : public testing::Test {
 protected:
  void Watch(WatchPace pace = kQuick) {
    watch_ = std::make_unique<ProjectWatch>(engine_, clock_, told_, "shop", empty_, pace);
  }

  const ServiceKey web_{"shop", "web"};
  StillClock clock_;
  FakeEngine engine_;
  Told told_;
  std::vector<ServiceFacts> empty_;
  std::unique_ptr<ProjectWatch> watch_;
};

TEST_F(ProjectWatchTest, TellsOfServicesWithoutContainersWhatItWasToldOfThem) {
  engine_.AddComposeService("shop", "lb", 1);
  const ServiceKey jobs{"shop", "jobs"};
  empty_ = {{.key = jobs, .labels = {{"docktor.min", "0"}}}};
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(jobs, 0));
  EXPECT_EQ(told_.Read([&] { return told_.topologies.back().services.at(0).labels; }), empty_[0].labels);
  engine_.AddComposeService("shop", "jobs", 2);
  EXPECT_TRUE(told_.WaitForRunning(jobs, 2));
}

TEST(ProjectWatchOfAnotherDate, TellsTimesAsTheClockHereWouldHaveShownThem) {
  const StillClock clock;
  const ServiceKey web{"shop", "web"};
  for (const auto ahead : {Duration{1h}, Duration{-30min}, Duration{0}}) {
    FakeEngine engine(&clock);
    engine.SetAhead(ahead);
    Told told;
    const auto id = engine.AddComposeService("shop", "web", 1).at(0);
    ProjectWatch watch(engine, clock, told, "shop", {}, kQuick);
    ASSERT_TRUE(told.WaitForRunning(web, 1));
    engine.Die(id, 1);
    ASSERT_TRUE(told.WaitForRunning(web, 0));
    const auto replica = told.Read([&] { return told.topologies.back().services.at(0).replicas.at(0); });
    EXPECT_EQ(replica.started_at, clock.Now());
    EXPECT_EQ(replica.created_at, clock.Now());
    EXPECT_EQ(told.Read([&] { return told.activities.back().at; }), clock.Now());
  }
}

TEST(IsUp, UntilTheProjectIsTakenDown) {
  FakeEngine engine;
  EXPECT_FALSE(IsUp(engine, "shop").value());
  const auto ids = engine.AddComposeService("shop", "web", 1);
  engine.AddComposeService("other", "web", 1);
  EXPECT_TRUE(IsUp(engine, "shop").value());
  engine.Destroy(ids[0]);
  EXPECT_TRUE(IsUp(engine, "shop").value()) << "its network is there still";
  engine.TakeDown("shop");
  EXPECT_FALSE(IsUp(engine, "shop").value());
  engine.Lose();
  EXPECT_FALSE(IsUp(engine, "shop"));
}

TEST_F(ProjectWatchTest, TellsWhatIsThere) {
  engine_.AddComposeService("shop", "web", 2);
  engine_.AddComposeService("shop", "lb", 1);
  engine_.AddComposeService("other", "web", 3);
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 2));
  told_.Read([&] {
    EXPECT_EQ(told_.topologies.back().services.size(), 2u);
    EXPECT_EQ(told_.topologies.back().at, clock_.Now());
  });
}

TEST_F(ProjectWatchTest, ReadsAnewAfterEvents) {
  const auto ids = engine_.AddComposeService("shop", "web", 3);
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 3));
  engine_.Kill(ids[0]);
  ASSERT_TRUE(told_.WaitForRunning(web_, 2));
  engine_.Destroy(ids[1]);
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  told_.Read([&] {
    EXPECT_EQ(told_.activities.front().action, "kill");
    EXPECT_EQ(told_.activities.front().service, web_);
    EXPECT_EQ(told_.activities.front().container, ids[0]);
    EXPECT_TRUE(told_.losses.empty());
  });
}

TEST_F(ProjectWatchTest, ReadsAnewWithoutEventsToo) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  Watch({.between_reads = 1ms, .resync = 5ms, .first_retry = 1ms, .last_retry = 4ms});
  ASSERT_TRUE(told_.WaitForRunning(web_, 2));
  engine_.Edit(ids[0], [](json::object& inspect) { inspect["State"].as_object()["Status"] = "exited"; });
  EXPECT_TRUE(told_.WaitForRunning(web_, 1));
}

TEST_F(ProjectWatchTest, AServiceWithoutContainersKeepsItsName) {
  const auto ids = engine_.AddComposeService("shop", "web", 1, {.labels = {{"docktor.enable", "true"}}});
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  engine_.Destroy(ids[0]);
  ASSERT_TRUE(told_.WaitForRunning(web_, 0));
  told_.Read([&] {
    const auto& facts = told_.topologies.back().services.at(0);
    EXPECT_TRUE(facts.replicas.empty());
    EXPECT_EQ(facts.labels.at("docktor.enable"), "true");
  });
}

TEST_F(ProjectWatchTest, AContainerThatWentMeanwhileIsLeftOut) {
  engine_.AddComposeService("shop", "web", 3);
  engine_.FailNth(Call::kInspect, 2, {Errc::kNotFound, "no such container"});
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 2));
  told_.Read([&] { EXPECT_TRUE(told_.losses.empty()); });
}

TEST_F(ProjectWatchTest, ALostEngineIsToldOnceAndFoundAgain) {
  engine_.AddComposeService("shop", "web", 1);
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  engine_.Lose();
  ASSERT_TRUE(told_.WaitUntil([&] { return !told_.losses.empty(); }));
  const int tried = engine_.Calls(Call::kEvents);
  while (engine_.Calls(Call::kEvents) < tried + 5) std::this_thread::yield();  // it keeps trying, silently
  const auto before = told_.Read([&] {
    EXPECT_EQ(told_.losses.size(), 1u);
    EXPECT_EQ(told_.losses.front().code, Errc::kUnavailable);
    return told_.topologies.size();
  });
  engine_.AddComposeService("shop", "web", 1);
  engine_.Return();
  EXPECT_TRUE(told_.WaitForRunning(web_, 2));
  told_.Read([&] {
    EXPECT_GT(told_.topologies.size(), before);
    EXPECT_EQ(told_.losses.size(), 1u);
  });
}

TEST_F(ProjectWatchTest, AContainerThatIsNotDescribedIsInTheWayOfItsOwnServiceOnly) {
  engine_.AddComposeService("shop", "web", 1);
  const auto api = engine_.AddComposeService("shop", "api", 2);
  engine_.FailInspections(api[0], Error{Errc::kUnavailable, "500"});
  Watch();
  const ServiceKey key{"shop", "api"};
  ASSERT_TRUE(told_.WaitForRunning(key, 2));
  const auto obstacles_of = [&](const ServiceKey& service) {
    for (const auto& facts : told_.topologies.back().services)
      if (facts.key == service) return facts.obstacles;
    return std::vector<Obstacle>{};
  };
  told_.Read([&] {
    EXPECT_EQ(obstacles_of(key), (std::vector<Obstacle>{{Reason::kEngineLost, "500"}}));
    EXPECT_EQ(obstacles_of(web_), std::vector<Obstacle>{});
    EXPECT_EQ(told_.Running(web_), 1);
    EXPECT_TRUE(told_.losses.empty());
  });
  engine_.FailInspections(api[0], std::nullopt);
  engine_.AddComposeService("shop", "web", 1);
  ASSERT_TRUE(told_.WaitForRunning(web_, 2));
  told_.Read([&] { EXPECT_EQ(obstacles_of(key), std::vector<Obstacle>{}); });
}

/// What was in the way of it went with it.
TEST_F(ProjectWatchTest, AServiceWithoutContainersLeftIsNotInItsOwnWay) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.FailInspections(ids[0], Error{Errc::kUnavailable, "500"});
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  engine_.Destroy(ids[0]);
  ASSERT_TRUE(told_.WaitForRunning(web_, 0));
  told_.Read([&] { EXPECT_TRUE(told_.topologies.back().services.at(0).obstacles.empty()); });
}

TEST_F(ProjectWatchTest, AReadingThatFailsIsALossAndTriedAgain) {
  engine_.AddComposeService("shop", "web", 1);
  engine_.FailNext(Call::kList, {Errc::kTimeout, "late"});
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  told_.Read([&] {
    ASSERT_EQ(told_.losses.size(), 1u);
    EXPECT_EQ(told_.losses.front().message, "late");
  });
}

TEST_F(ProjectWatchTest, ABurstOfEventsIsReadTogether) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  Watch({.between_reads = 200ms, .resync = 1h, .first_retry = 1ms, .last_retry = 4ms});
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  for (int i = 0; i < 50; ++i) engine_.SetHealth(ids[0], i % 2 == 0 ? "unhealthy" : "healthy");
  engine_.Destroy(ids[0]);
  ASSERT_TRUE(told_.WaitForRunning(web_, 0));
  EXPECT_LE(engine_.Calls(Call::kList), 4);
}

TEST_F(ProjectWatchTest, WordOfTheMemoryIsWaitedForAfterAKillByNobody) {
  const auto ids = engine_.AddComposeService("shop", "web", 2);
  auto pace = kQuick;
  pace.word_of_memory = 1h;
  Watch(pace);
  ASSERT_TRUE(told_.WaitForRunning(web_, 2));
  engine_.RunOutOfMemory(ids[0]);
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  EXPECT_TRUE(told_.Read([&] { return told_.topologies.back().services[0].replicas[0].out_of_memory; }));
  engine_.Kill(ids[1]);
  ASSERT_TRUE(told_.WaitForRunning(web_, 0)) << "a kill by hand explains itself";
  EXPECT_FALSE(told_.Read([&] { return told_.topologies.back().services[0].replicas[1].out_of_memory; }));
}

TEST_F(ProjectWatchTest, NothingIsToldAfterTheStop) {
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  watch_->Stop();
  const auto before = told_.Read([&] { return told_.topologies.size(); });
  engine_.Destroy(ids[0]);
  engine_.Lose();
  watch_->Stop();
  told_.Read([&] {
    EXPECT_EQ(told_.topologies.size(), before);
    EXPECT_TRUE(told_.losses.empty());
  });
}

TEST_F(ProjectWatchTest, AnImageKnownByItsIdIsNamed) {
  const auto image = engine_.AddImage("shop/web:1");
  const auto ids = engine_.AddComposeService("shop", "web", 1);
  engine_.Edit(ids[0], [&](json::object& inspect) { inspect["Config"].as_object()["Image"] = image; });
  Watch();
  ASSERT_TRUE(told_.WaitForRunning(web_, 1));
  told_.Read([&] { EXPECT_EQ(told_.topologies.back().services.at(0).image, "shop/web:1"); });
}

/// An engine that takes a request and never answers, at one place or another.
class HungEngineTest : public testing::TestWithParam<const char*> {};
TEST_P(HungEngineTest, DoesNotHoldUpTheStop) {
  std::atomic<bool> hangs{false};
  test::TinyServer server([&](const auto& request, const auto& peer) {
    if (request.path.find(GetParam()) != std::string::npos) {
      hangs = true;
      return peer.Hang();
    }
    if (request.path == "/_ping") return peer.Send("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 0\r\n\r\n");
    if (request.path.find("/events") != std::string::npos)
      return peer.Send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    peer.Send(test::Answer(200, R"([{"Id":"a"}])"));
  });
  const auto engine = Connect({.host = "unix://" + server.path()}).value();
  StillClock clock;
  Told told;
  ProjectWatch watch(*engine, clock, told, "shop");
  while (!hangs) std::this_thread::yield();
  const auto started = std::chrono::steady_clock::now();
  watch.Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
  EXPECT_TRUE(told.losses.empty());
}
INSTANTIATE_TEST_SUITE_P(Places, HungEngineTest,
                         testing::Values("/_ping", "/events", "/containers/json", "/containers/a/json"),
                         [](const auto& test) { return "place" + std::to_string(test.index); });

}  // namespace
}  // namespace docktor::docker
