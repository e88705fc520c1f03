#include <algorithm>
#include <future>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "act/copy.h"
#include "act/engine_actuator.h"
#include "docker/connection/find_engine.h"
#include "docker/engine.h"
#include "docker/json_reader.h"
#include "docker/project/labels.h"
#include "net/host_clock.h"
#include "support/compose_project.h"
#include "support/twins.h"

namespace docktor::act {
namespace {

using docker::Array;
using docker::Text;
using test::Lines;
using test::Shell;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using testing::UnorderedElementsAreArray;

std::string ComposeFile() {
  return R"(
services:
  web:
    image: )" +
         test::TestImage() + R"(
    init: true
    restart: unless-stopped
    stop_grace_period: 2s
    stop_signal: SIGTERM
    environment: { X: "${X:-1}", DRAIN_MS: "0" }
    ports: ["8080"]
    ulimits: { nofile: { soft: 1000, hard: 2000 } }
    tmpfs: ["/scratch:size=1m"]
    volumes: ["named:/named", "/anonymous", "./note.txt:/etc/bound:ro"]
    secrets: [token]
    extra_hosts: ["other:10.9.9.9"]
    cap_drop: [NET_RAW]
    logging: { driver: json-file, options: { max-size: 1m } }
    labels: { my.label: "x" }
    networks: { front: { aliases: [shop] }, back: {} }
    healthcheck: { test: ["CMD", "/none"], interval: 1h, timeout: 2s, retries: 3, start_period: 10s }
    deploy: { resources: { limits: { cpus: "0.25", memory: 64M, pids: 100 }, reservations: { memory: 16M } } }
  api:
    image: )" +
         test::TestImage() + R"(
    networks: [back]
  written:
    image: )" +
         test::TestImage() + R"(
    secrets: [shell]
    configs: [{ source: text, target: /etc/deep/er/text.conf }]
  fixed:
    image: )" +
         test::TestImage() + R"(
    volumes: ["/anonymous"]
    ports: ["127.0.0.1:)" +
         std::to_string(test::FreePort()) + R"(:8080"]
volumes: { named: {} }
networks: { front: {}, back: {} }
secrets: { token: { file: ./note.txt }, shell: { environment: SHELL_TOKEN } }
configs: { text: { content: "hello" } }
)";
}

class NoJournal final : public Journal {
 public:
  Status Append(RecordBody) override { return {}; }
};

class OneReport final : public ActionReports {
 public:
  void OnReport(ActionReport report) override { report_.set_value(std::move(report)); }
  void OnBalancerTold(BalancerTold) override {}
  ActionReport Wait() { return report_.get_future().get(); }

 private:
  std::promise<ActionReport> report_;
};

class ActTest : public testing::Test {
 protected:
  void SetUp() override { project_.Write("note.txt", "hello\n"); }

  ActionReport Do(Action action) {
    action.decision = {42};
    OneReport inbox;
    actuator_.Start({.id = action.decision, .service = action.service, .action = action}, inbox);
    return inbox.Wait();
  }
  ActionReport Add(const std::string& service, int count) {
    const auto ids = project_.Ids(service);
    const auto from = static_cast<int>(ids.size());
    return Do(
        {.service = {project_.name(), service}, .from = from, .to = from + count, .add = count, .source = {ids[0]}});
  }
  ActionReport Remove(const std::string& service, std::vector<ContainerId> ids) {
    const auto from = static_cast<int>(project_.Ids(service).size());
    const auto to = from - static_cast<int>(ids.size());
    return Do({.service = {project_.name(), service}, .from = from, .to = to, .remove = std::move(ids)});
  }
  json::object Inspect(const std::string& id) { return engine_->Inspect({id}).value(); }

  /// The anonymous volumes of a container.
  std::vector<std::string> Anonymous(const std::string& id) {
    std::vector<std::string> names;
    const auto inspect = Inspect(id);
    for (const auto& mount : Array(inspect, {"Mounts"}))
      if (const auto name = Text(mount.as_object(), {"Name"}); IsAnonymousVolume(name)) names.push_back(name);
    return names;
  }
  std::vector<std::string> VolumesLeft() { return Lines(Shell("docker volume ls -q")); }

  test::ComposeProject project_{ComposeFile()};
  std::unique_ptr<docker::Engine> engine_ = docker::Connect(docker::FindEngine().value()).value();
  NoJournal journal_;
  net::HostClock clock_;
  docker::ComposeFilesByCommand files_{engine_->address()};
  EngineActuator actuator_{*engine_, files_, journal_, clock_};
};

TEST_F(ActTest, ACopyIsTheReplicaThatComposeMakes) {
  project_.Compose("up -d --scale web=2 web");
  const auto report = Add("web", 1);
  ASSERT_TRUE(report.ok) << report.message;
  const auto copy = Inspect(report.added.at(0).value);
  ASSERT_TRUE(Remove("web", report.added).ok);
  project_.Compose("up -d --no-recreate --scale web=3 web");
  const auto made = Inspect(project_.Ids("web").at(0));
  EXPECT_EQ(Text(copy, {"Name"}), "/" + project_.name() + "-web-3");
  EXPECT_EQ(Text(copy, {"State", "Status"}), "running");
  EXPECT_EQ(Text(copy, {"Config", "Labels", docker::kCopyLabel}), "d42");
  test::ExpectTwins(copy, made);
}

TEST_F(ActTest, ComposeTakesCopiesForItsOwnAndNothingElseIsTouched) {
  project_.Compose("up -d --scale web=2 web api");
  const auto api = project_.Ids("api");
  const auto before = project_.Ids("web");
  const auto report = Add("web", 3);
  ASSERT_TRUE(report.ok) << report.message;
  ASSERT_THAT(report.added, SizeIs(3));
  const auto after = project_.Ids("web");
  EXPECT_THAT(after, SizeIs(5));
  EXPECT_THAT(after, IsSupersetOf(before));
  project_.Compose("up -d --scale web=5", "SHELL_TOKEN=s3cr");
  EXPECT_THAT(project_.Ids("web"), UnorderedElementsAreArray(after)) << "Compose keeps each of them";
  EXPECT_EQ(project_.Ids("api"), api);
  EXPECT_THAT(project_.Compose("ps -q web --no-trunc"), HasSubstr(report.added[2].value));
  project_.Compose("up -d --scale web=6", "SHELL_TOKEN=s3cr");
  EXPECT_THAT(project_.Ids("web"), IsSupersetOf(after));
  EXPECT_EQ(Text(Inspect(project_.Ids("web")[0]), {"Name"}), "/" + project_.name() + "-web-6");
}

TEST_F(ActTest, AnonymousVolumesAreNeverSharedThoughComposeCarriesThemOver) {
  project_.Compose("up -d web");
  project_.Compose("up -d web", "X=2");  // recreated: the volume now stands in it by name
  const auto source = project_.Ids("web").at(0);
  const auto report = Add("web", 2);
  ASSERT_TRUE(report.ok) << report.message;
  std::set<std::string> names;
  for (const auto& id : project_.Ids("web")) {
    const auto own = Anonymous(id);
    ASSERT_THAT(own, SizeIs(1)) << id;
    names.insert(own[0]);
  }
  EXPECT_THAT(names, SizeIs(3)) << "one for each";
  EXPECT_EQ(Text(Inspect(report.added[0].value), {"Config", "Labels", "com.docker.compose.replace"}), "");
}

TEST_F(ActTest, RemovesByIdAndKeepsTheVolumesThatAreNotOurs) {
  project_.Compose("up -d --scale web=2 web");
  const auto composes = project_.Ids("web");
  const auto copies = Add("web", 2).added;
  ASSERT_THAT(copies, SizeIs(2));
  const auto of_copy = Anonymous(copies[0].value).at(0), of_compose = Anonymous(composes[1]).at(0);
  const auto report = Remove("web", {copies[0], {composes[1]}});
  EXPECT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.removed, ElementsAre(copies[0], ContainerId{composes[1]}));
  EXPECT_THAT(report.kept_volumes, ElementsAre(of_compose));
  EXPECT_THAT(project_.Ids("web"), UnorderedElementsAre(composes[0], copies[1].value));
  EXPECT_THAT(VolumesLeft(), Contains(of_compose));
  EXPECT_THAT(VolumesLeft(), Not(Contains(of_copy)));
  EXPECT_THAT(VolumesLeft(), Contains(project_.name() + "_named"));
  Shell("docker volume rm " + of_compose);
}

TEST_F(ActTest, AServiceAtZeroComesBack) {
  project_.Compose("up -d api");
  ASSERT_TRUE(Remove("api", {{project_.Ids("api")[0]}}).ok);
  ASSERT_THAT(project_.Ids("api"), IsEmpty());
  const auto report = Do({.service = {project_.name(), "api"}, .from = 0, .to = 1, .add = 1});
  ASSERT_TRUE(report.ok) << report.message;
  EXPECT_EQ(Text(Inspect(report.added[0].value), {"State", "Status"}), "running");
}

TEST_F(ActTest, ComposeIsAskedWhereNothingIsLeftToCopy) {
  project_.Compose("up -d api written", "SHELL_TOKEN=s3cr");
  const auto api = project_.Ids("api");
  const ServiceKey web{project_.name(), "web"};
  setenv("SHELL_TOKEN", "s3cr", 1);
  const auto report = Do({.service = web, .from = 0, .to = 2, .add = 2});
  unsetenv("SHELL_TOKEN");
  ASSERT_TRUE(report.ok) << report.message;
  EXPECT_THAT(report.message, HasSubstr("by Compose"));
  EXPECT_THAT(report.added, SizeIs(2));
  EXPECT_THAT(project_.Ids("web"), SizeIs(2));
  EXPECT_EQ(project_.Ids("api"), api);
  EXPECT_THAT(project_.Ids("fixed"), IsEmpty());
}

TEST_F(ActTest, ACopyThatCannotStartLeavesNothingBehind) {
  project_.Compose("up -d fixed");
  const auto before = project_.Ids("fixed");
  const auto volumes = VolumesLeft();
  const auto report = Add("fixed", 1);
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, HasSubstr("port is already allocated"));
  EXPECT_THAT(report.added, IsEmpty());
  EXPECT_EQ(project_.Ids("fixed"), before);
  EXPECT_EQ(VolumesLeft(), volumes);
}

TEST_F(ActTest, FilesThatComposeWroteAreInTheCopies) {
  project_.Compose("up -d written", "SHELL_TOKEN=s3cr");
  const auto first = Add("written", 1);
  ASSERT_TRUE(first.ok) << first.message;
  const auto second =
      Do({.service = {project_.name(), "written"}, .from = 2, .to = 3, .add = 1, .source = first.added[0]});
  ASSERT_TRUE(second.ok) << second.message;
  const auto listing = [](const std::string& id, const std::string& path) {
    return Shell("docker cp " + id + ":" + path + " - | tar -xvv -O -f - --numeric-owner --full-time");
  };
  const auto source = project_.Ids("written").back();
  for (const auto* path : {"/run/secrets/shell", "/etc/deep/er/text.conf"}) {
    const auto composes = listing(source, path);
    EXPECT_THAT(composes, testing::AnyOf(HasSubstr("s3cr"), HasSubstr("hello")));
    EXPECT_EQ(listing(first.added[0].value, path), composes);
    EXPECT_EQ(listing(second.added[0].value, path), composes);
  }
}

TEST_F(ActTest, ReplicasOfAnotherServiceAreRefused) {
  project_.Compose("up -d web api");
  const auto api = project_.Ids("api");
  const auto report = Remove("web", {{api[0]}});
  EXPECT_FALSE(report.ok);
  EXPECT_THAT(report.message, HasSubstr("left alone"));
  EXPECT_EQ(Text(Inspect(api[0]), {"State", "Status"}), "running");
}

}  // namespace
}  // namespace docktor::act
