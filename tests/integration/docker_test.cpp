#include <chrono>
#include <condition_variable>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/json_reader.h"
#include "docker/project/description.h"
#include "docker/project/project_watch.h"
#include "net/host_clock.h"
#include "support/docker_project.h"

namespace docktor::docker {
namespace {

using testing::Contains;
using testing::HasSubstr;

class DockerTest : public testing::Test {
 protected:
  ContainerId Make(const std::string& service, int number, std::string_view change = "{}") {
    auto body = project_.Body(service, number);
    const auto changes = ParseJson(change).value();
    for (const auto& [name, value] : changes.get_object()) body[name] = value;
    const auto id = engine_.Create(project_.ContainerName(service, number), body);
    EXPECT_TRUE(id) << id.error().message;
    return id.value_or(ContainerId{});
  }

  test::DockerProject project_;
  Engine& engine_ = project_.engine();
};

/// The last that a watch told.
class Last final : public Observations {
 public:
  void OnReadings(Readings) override {}
  void OnTopology(Topology topology) override {
    Keep([&] { topology_ = std::move(topology); });
  }
  void OnActivity(Activity activity) override {
    Keep([&] { actions_.push_back(activity.action); });
  }
  void OnEngineLost(Error error) override { ADD_FAILURE() << error.message; }

  /// Until the service has exactly one container, in this phase.
  bool WaitFor(const ServiceKey& service, Phase phase) {
    return Wait([&](const ServiceFacts& facts) {
      return facts.key == service && facts.replicas.size() == 1 && facts.replicas[0].phase == phase;
    });
  }
  bool WaitForNone(const ServiceKey& service) {
    return Wait([&](const ServiceFacts& facts) { return facts.key == service && facts.replicas.empty(); });
  }
  std::vector<std::string> actions() {
    const std::lock_guard lock(mutex_);
    return actions_;
  }

 private:
  bool Wait(const std::function<bool(const ServiceFacts&)>& wanted) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 30s,
                             [&] { return std::any_of(topology_.services.begin(), topology_.services.end(), wanted); });
  }
  void Keep(const std::function<void()>& keep) {
    const std::lock_guard lock(mutex_);
    keep();
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  Topology topology_;
  std::vector<std::string> actions_;
};

TEST_F(DockerTest, TheEngineNamesItself) {
  const auto info = engine_.Info();
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_FALSE(info->version.empty());
  EXPECT_FALSE(info->name.empty());
  EXPECT_THAT(info->api_version, HasSubstr("1."));
}

TEST_F(DockerTest, AWatchSeesAReplicaComeAndGo) {
  const auto web = project_.Service("web");
  const net::HostClock clock;
  Last last;
  ProjectWatch watch(engine_, clock, last, project_.name(), {}, {.resync = 1h});
  const auto id = Make("web", 1);
  EXPECT_TRUE(last.WaitFor(web, Phase::kExited));
  ASSERT_TRUE(engine_.Start(id));
  EXPECT_TRUE(last.WaitFor(web, Phase::kReady));
  EXPECT_EQ(project_.Raw("POST", "/containers/" + id.value + "/pause").status, 204);
  EXPECT_TRUE(last.WaitFor(web, Phase::kPaused));
  EXPECT_EQ(project_.Raw("POST", "/containers/" + id.value + "/unpause").status, 204);
  EXPECT_TRUE(last.WaitFor(web, Phase::kReady));
  ASSERT_TRUE(engine_.Stop(id));
  EXPECT_TRUE(last.WaitFor(web, Phase::kExited));
  ASSERT_TRUE(engine_.Remove(id, Engine::Volumes::kKeep));
  EXPECT_TRUE(last.WaitForNone(web));
  EXPECT_THAT(last.actions(), testing::IsSupersetOf({"create", "start", "health_status: healthy", "pause", "unpause",
                                                     "kill", "die", "destroy"}));
}

TEST_F(DockerTest, AReplicaIsDescribed) {
  const auto before = net::HostClock().Now();
  const auto id = Make("web", 7);
  ASSERT_TRUE(engine_.Start(id));
  const auto inspect = engine_.Inspect(id);
  ASSERT_TRUE(inspect) << inspect.error().message;
  EXPECT_EQ(ServiceOf(*inspect), project_.Service("web"));
  const auto replica = ParseReplica(*inspect).value();
  EXPECT_EQ(replica.id, id);
  EXPECT_EQ(replica.name, project_.ContainerName("web", 7));
  EXPECT_EQ(replica.number, 7);
  EXPECT_EQ(replica.limits, (Limits{0.25, 64 << 20}));
  EXPECT_GT(replica.pid, 0);
  EXPECT_GE(replica.started_at, replica.created_at);
  EXPECT_GE(replica.created_at, before - 1s);
  const auto facts = ParseService(project_.Service("web"), {}, {*inspect});
  EXPECT_EQ(facts.image, test::DockerProject::Image());
  EXPECT_TRUE(facts.obstacles.empty());
}

TEST_F(DockerTest, CallsMeanWhatTheySay) {
  const auto id = Make("web", 1);
  EXPECT_EQ(engine_.Create(project_.ContainerName("web", 1), project_.Body("web", 1)).error().code, Errc::kConflict);
  ASSERT_TRUE(engine_.Start(id));
  EXPECT_TRUE(engine_.Start(id));
  EXPECT_EQ(engine_.Remove(id, Engine::Volumes::kKeep).error().code, Errc::kConflict);
  EXPECT_TRUE(engine_.Stop(id));
  EXPECT_TRUE(engine_.Stop(id));
  EXPECT_TRUE(engine_.Remove(id, Engine::Volumes::kKeep));
  EXPECT_TRUE(engine_.Remove(id, Engine::Volumes::kKeep));
  EXPECT_EQ(engine_.Inspect(id).error().code, Errc::kNotFound);
  EXPECT_EQ(engine_.Stop(id).error().code, Errc::kNotFound);
  EXPECT_EQ(engine_.InspectImage("docktor-test/none:none").error().code, Errc::kNotFound);
  EXPECT_EQ(engine_.Create("x", {{"Image", "docktor-test/none:none"}}).error().code, Errc::kNotFound);
}

TEST_F(DockerTest, AProjectIsListedWithoutItsOneOffs) {
  const auto id = Make("web", 1);
  auto body = project_.Body("web", 2);
  body["Labels"].as_object()["com.docker.compose.oneoff"] = "True";
  ASSERT_TRUE(engine_.Create(project_.name() + "-run", body));
  const auto listed = engine_.List({project_.name()});
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 1u);
  EXPECT_EQ(Text(listed->front().as_object(), {"Id"}), id.value);
}

TEST_F(DockerTest, AContainerJoinsAllItsNetworks) {
  const auto back = project_.MakeNetwork("back"), front = project_.MakeNetwork("front");
  auto body = project_.Body("web", 1);
  body["HostConfig"].as_object()["NetworkMode"] = back;
  body["NetworkingConfig"] =
      json::object{{"EndpointsConfig", json::object{{front, {{"Aliases", {"web"}}}}, {back, {{"Aliases", {"web"}}}}}}};
  const auto id = engine_.Create(project_.ContainerName("web", 1), body);
  ASSERT_TRUE(id) << id.error().message;
  ASSERT_TRUE(engine_.Start(*id));
  const auto inspect = engine_.Inspect(*id).value();
  for (const auto& network : {back, front})
    EXPECT_THAT(Array(inspect, {"NetworkSettings", "Networks", network, "Aliases"}), Contains(json::value("web")))
        << network;
}

TEST_F(DockerTest, NothingHalfMadeIsLeft) {
  const auto back = project_.MakeNetwork("back");
  auto body = project_.Body("web", 1);
  body["HostConfig"].as_object()["NetworkMode"] = back;
  body["NetworkingConfig"] =
      json::object{{"EndpointsConfig", json::object{{back, json::object{}}, {"docktor-test-none", json::object{}}}}};
  const auto id = engine_.Create(project_.ContainerName("web", 1), body);
  const auto started =
      id.and_then([&](const ContainerId& made) { return engine_.Start(made); });  // newer engines look then
  EXPECT_FALSE(started);
  if (id) (void)engine_.Remove(*id, Engine::Volumes::kKeep);
  EXPECT_TRUE(engine_.List({project_.name()})->empty());
}

TEST_F(DockerTest, AnonymousVolumesGoOnlyWhenAsked) {
  for (const auto volumes : {Engine::Volumes::kKeep, Engine::Volumes::kDeleteAnonymous}) {
    const auto id = Make("web", 1, R"({"Volumes":{"/data":{}}})");
    const auto inspect = engine_.Inspect(id).value();
    const auto volume = Text(Array(inspect, {"Mounts"}).at(0).as_object(), {"Name"});
    ASSERT_TRUE(engine_.Remove(id, volumes));
    EXPECT_EQ(project_.Raw("GET", "/volumes/" + volume).status, volumes == Engine::Volumes::kKeep ? 200 : 404);
    project_.Raw("DELETE", "/volumes/" + volume);
  }
}

TEST_F(DockerTest, ObstaclesAreSeenOnRealContainers) {
  const auto found = [this](const ContainerId& id) {
    const auto inspect = engine_.Inspect(id).value();
    return ParseService(ServiceOf(inspect).value(), {}, {inspect}).obstacles;
  };
  const auto fixed =
      Make("fixed", 1, R"({"HostConfig":{"PortBindings":{"8080/tcp":[{"HostIp":"127.0.0.1","HostPort":"18099"}]}}})");
  EXPECT_THAT(found(fixed), Contains(Obstacle{Reason::kFixedHostPort, "127.0.0.1:18099 -> 8080/tcp"}));
  const auto any =
      Make("any", 1, R"({"HostConfig":{"PortBindings":{"8080/tcp":[{"HostIp":"127.0.0.1","HostPort":""}]}}})");
  ASSERT_TRUE(engine_.Start(any));
  EXPECT_TRUE(found(any).empty());
  const auto named = engine_.Create(project_.name() + "-the-one", project_.Body("named", 1)).value();
  EXPECT_THAT(found(named), Contains(Obstacle{Reason::kContainerName, project_.name() + "-the-one"}));

  ASSERT_EQ(
      project_
          .Raw("POST", "/images/" + test::DockerProject::Image() + "/tag?repo=" + project_.name() + "/redis&tag=dev")
          .status,
      201);
  const auto store = Make("store", 1, R"({"Image":")" + project_.name() + R"(/redis:dev","Volumes":{"/data":{}}})");
  const auto obstacles = found(store);
  ASSERT_EQ(obstacles.size(), 1u);
  EXPECT_EQ(obstacles[0].reason, Reason::kStatefulService);
  EXPECT_THAT(obstacles[0].detail, HasSubstr("an anonymous volume at /data"));
  EXPECT_TRUE(engine_.Remove(store, Engine::Volumes::kDeleteAnonymous));
  EXPECT_EQ(project_.Raw("DELETE", "/images/" + project_.name() + "/redis:dev").status, 200);
}

TEST_F(DockerTest, ProgramsRunInAContainer) {
  const auto id = Make("web", 1);
  const auto never = [] { return false; };
  EXPECT_EQ(engine_.Exec(id, {{"/box", "help"}}, 10s, never).error().code, Errc::kConflict);
  ASSERT_TRUE(engine_.Start(id));
  EXPECT_EQ(engine_.Exec(id, {{"/box", "healthcheck"}}, 10s, never).value_or(-1), 0);
  EXPECT_NE(engine_.Exec(id, {{"/none"}}, 10s, never).value_or(1), 0);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(engine_.Exec(id, {{"/box", "load", "http://127.0.0.1:8080/", "1", "60"}}, 500ms, never).error().code,
            Errc::kTimeout);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
}

}  // namespace
}  // namespace docktor::docker
