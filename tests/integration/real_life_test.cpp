/// A project with what Compose files in real life are made of: profiles, an override file, env files, variables of the
/// shell, secrets and configs of every kind, conditions, aliases, volumes, hooks. Its services are scaled up and down.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/demo_services.h"
#include "support/twins.h"
#include "support/watched_project.h"

namespace docktor {
namespace {

using docker::Text;
using test::Shell;
using test::WatchedProject;
using test::Within;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto kShell = "SHELL_TOKEN=s3cret KEY=of-the-shell";
constexpr auto kFlags = "-f FOLDER/override.yaml --env-file FOLDER/project.env --profile app ";

/// Compose has run hooks since 2.30.
bool HasHooks() {
  int major = 0, minor = 0;
  const auto version = Shell("docker compose version --short");
  return std::sscanf(version.c_str() + (version.starts_with("v") ? 1 : 0), "%d.%d", &major, &minor) == 2 &&
         std::pair(major, minor) >= std::pair(2, 30);
}

std::string File() {
  const auto image = "    image: " + test::TestImage() + "\n";
  return R"(
services:
  base:
)" + image +
         R"(    healthcheck: { test: ["CMD", "/box", "healthcheck"], interval: 1s, retries: 20 }
    networks: [back]
  job:
    image: docktor-demo/redis:dev
    command: [redis-server, --version]
  web:
)" + image +
         R"(    profiles: [app]
    depends_on:
      base: { condition: service_healthy }
      job: { condition: service_completed_successfully }
    env_file: [web.env]
    environment: { KEY: "${KEY:-none}", STAGE: "${STAGE}" }
    init: true
    hostname: shop
    restart: on-failure:3
    stop_grace_period: 2s
    stop_signal: SIGINT
    ports: ["8080"]
    extra_hosts: ["other:10.9.9.9"]
    dns: [10.9.9.8]
    sysctls: { net.core.somaxconn: "512" }
    ulimits: { nofile: { soft: 1000, hard: 2000 }, nproc: 500 }
    shm_size: 16m
    tmpfs: ["/scratch:size=1m"]
    volumes: ["named:/named", "/anonymous", "./note.txt:/etc/bound:ro", { type: tmpfs, target: /fast }]
    secrets: [of_file, of_environment, { source: of_environment, target: /etc/deep/token, uid: "7", mode: 0440 }]
    configs: [of_file, { source: of_content, target: /etc/app/er/text.conf }, of_environment]
    networks: { front: { aliases: [shop, market] }, back: {} }
    healthcheck: { test: ["CMD", "/box", "healthcheck"], interval: 1s, timeout: 2s, retries: 3, start_period: 10s }
    logging: { driver: json-file, options: { max-size: 1m } }
    labels: { my.label: "$$x" }
)" + (HasHooks() ? "    post_start: [{ command: [\"/box\", \"healthcheck\"] }]\n" : "") +
         R"(  locked:
)" + image +
         R"(    user: "1000:1000"
    read_only: true
    cap_drop: [ALL]
    cap_add: [CHOWN]
    security_opt: ["no-new-privileges:true"]
    group_add: ["44"]
    oom_score_adj: 100
    working_dir: /
    entrypoint: ["/box"]
    command: ["serve"]
    stop_grace_period: 1s
    networks: [back]
volumes: { named: {} }
networks: { front: {}, back: { internal: true } }
secrets: { of_file: { file: ./note.txt }, of_environment: { environment: SHELL_TOKEN } }
configs: { of_file: { file: ./note.txt }, of_content: { content: "hello" }, of_environment: { environment: KEY } }
)";
}

constexpr auto kOverride = R"(
services:
  web:
    x-docktor: { min: 1, max: 6, interval: 1s }
    environment: { OVERRIDDEN: "yes" }
    deploy: { replicas: 2, resources: { limits: { cpus: "0.25", memory: 64M, pids: 100 }, reservations: { memory: 16M } } }
  locked: { x-docktor: {} }
)";

class RealLifeTest : public testing::Test {
 protected:
  RealLifeTest() : project_(File()) {
    project_.compose.Write("override.yaml", kOverride);
    project_.compose.Write("project.env", "STAGE=production\n");
    project_.compose.Write("web.env", "FROM_FILE=1\nQUOTED='a b'\n");
    project_.compose.Write("note.txt", "hello\n");
    Compose("up -d");
    project_.Start("--compose-file compose.yaml:override.yaml");
  }
  ~RealLifeTest() override { Compose("down -v -t 1"); }

  std::string Compose(const std::string& arguments) {
    auto flags = std::string(kFlags);
    for (auto at = flags.find("FOLDER"); at != flags.npos; at = flags.find("FOLDER"))
      flags.replace(at, 6, project_.compose.folder().string());
    return project_.compose.Compose(flags + arguments, kShell);
  }
  void Scale(const std::string& service, int count) {
    const auto ran = project_.docktor.Run(fmt::format("scale {} {} --for 10m", service, count));
    ASSERT_EQ(ran.exit_code, 0) << ran;
    ASSERT_TRUE(Within(20s, [&] { return project_.Runs(service, count) && !project_.Status(service).acting; }));
    ASSERT_TRUE(Within(20s, [&] { return project_.Status(service).ready == count; }));
  }
  /// The replica with the highest number, as the engine describes it.
  json::object Newest(const std::string& service) {
    return project_.engine().Inspect({project_.compose.Ids(service).at(0)}).value();
  }
  /// Mode, owner, size, name and content.
  static std::string FileIn(const std::string& id, const std::string& path) {
    return Shell("docker cp " + id + ":" + path +
                 " - | tar -xvv -O -f - --numeric-owner | sed -E 's/[0-9-]+ [0-9]+:[0-9]+ //'");
  }

  WatchedProject project_;
};

TEST_F(RealLifeTest, CopiesAreWhatComposeMakesUpAndDown) {
  const auto others = project_.NotOf("web");
  const auto before = project_.Of("web");
  ASSERT_THAT(before, SizeIs(2));
  Scale("web", 4);
  Scale("web", 2);
  EXPECT_EQ(project_.NotOf("web"), others);
  EXPECT_THAT(project_.Leftovers(), SizeIs(1)) << "the job that has ended, and nothing else";
  Scale("web", 3);
  for (const auto* service : {"web", "locked"}) {
    Scale(service, static_cast<int>(project_.Of(service).size()) + 1);
    const auto copy = Newest(service);
    ASSERT_NE(Text(copy, {"Config", "Labels", docker::kCopyLabel}), "");
    const auto number = Text(copy, {"Config", "Labels", docker::kNumberLabel});
    std::map<std::string, std::string> files;
    if (service == std::string("web"))
      for (const auto* path :
           {"/run/secrets/of_environment", "/etc/deep/token", "/etc/app/er/text.conf", "/of_environment"})
        files[path] = FileIn(Text(copy, {"Id"}), path);

    project_.docktor.Run("daemon stop");
    Shell("docker rm -f " + Text(copy, {"Id"}));
    Compose("up -d --no-recreate --scale " + std::string(service) + "=" +
            std::to_string(project_.Of(service).size() + 1) + " " + service);
    const auto made = Newest(service);
    ASSERT_EQ(Text(made, {"Config", "Labels", docker::kCopyLabel}), "");
    ASSERT_EQ(Text(made, {"Config", "Labels", docker::kNumberLabel}), number);
    test::ExpectTwins(copy, made);
    for (const auto& [path, listing] : files) {
      EXPECT_EQ(listing, FileIn(Text(made, {"Id"}), path)) << path;
      EXPECT_THAT(listing, testing::AnyOf(HasSubstr("s3cret"), HasSubstr("hello"), HasSubstr("of-the-shell"))) << path;
    }
    project_.Start("--compose-file compose.yaml:override.yaml");
  }
  EXPECT_THAT(test::ContentOf(project_.docktor.log()), testing::Not(HasSubstr("s3cret")));
}

TEST_F(RealLifeTest, ComposeTakesTheCopiesForItsOwn) {
  Scale("web", 4);
  project_.docktor.Run("daemon stop");
  const auto copies = project_.Of("web");
  Compose("up -d --scale web=4");
  EXPECT_EQ(project_.Of("web"), copies) << "nothing is made anew";
  EXPECT_THAT(test::Lines(Compose("ps -q web 2>/dev/null")), SizeIs(4));
  Compose("down -t 1");
  EXPECT_THAT(project_.Containers(), IsEmpty());
}

}  // namespace
}  // namespace docktor
