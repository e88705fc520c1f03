/// What is found of model servers on this machine though nobody has said where they are.
#include <algorithm>
#include <atomic>
#include <chrono>

#include <gmock/gmock.h>

#include "brain/judge/connect.h"
#include "brain/judge/model_runner.h"
#include "support/made_folder.h"
#include "support/stand_in.h"
#include "support/tiny_server.h"

namespace docktor::brain {
namespace {

using test::StandIn;
using test::TinyServer;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

struct StatusCase {
  const char* name;
  std::string status;
  std::optional<std::string> endpoint;
};
class EndpointInTest : public testing::TestWithParam<StatusCase> {};
TEST_P(EndpointInTest, IsReadOfTheStatus) {
  EXPECT_EQ(EndpointIn(GetParam().status, "/run/desktop.sock"), GetParam().endpoint);
}
INSTANTIATE_TEST_SUITE_P(
    Status, EndpointInTest,
    testing::Values(
        StatusCase{"engine",
                   R"({"running":true,"kind":"Docker Engine","endpoint":"http://host.docker.internal:12434/v1/",)"
                   R"("endpointHost":"http://127.0.0.1:12434/v1/"})",
                   "http://127.0.0.1:12434/engines/v1"},
        StatusCase{"desktop",
                   R"({"running":true,"kind":"Docker Desktop","endpoint":"http://model-runner.docker.internal/v1/",)"
                   R"("endpointHost":"http://localhost/exp/vDD4.40/v1/"})",
                   "unix:/run/desktop.sock:/exp/vDD4.40/engines/v1"},
        StatusCase{"older", R"({"running":true,"endpoint":"http://localhost:12434/engines/v1/"})",
                   "http://localhost:12434/engines/v1"},
        StatusCase{"not_running",
                   R"({"running":false,"kind":"Docker Engine","endpointHost":"http://127.0.0.1:12434/v1/"})",
                   std::nullopt},
        StatusCase{"in_a_cloud",
                   R"({"running":true,"kind":"Docker Cloud","endpointHost":"http://127.0.0.1:12435/v1/"})",
                   std::nullopt},
        StatusCase{"on_another_machine",
                   R"j({"running":true,"kind":"Docker Engine (Manual Install)","endpointHost":"http://gpu:1/v1/"})j",
                   std::nullopt},
        StatusCase{"no_such_flag", "unknown flag: --json", std::nullopt},
        StatusCase{"something_else", R"(["running"])", std::nullopt}),
    [](const auto& row) { return std::string(row.param.name); });

/// A home without anything, and a docker command that has no such plugin.
class DiscoveryTest : public testing::Test {
 protected:
  Variables variables = [this](const std::string& name) -> std::optional<std::string> {
    if (name == "HOME") return home.path().string();
    const auto set = values.find(name);
    return set == values.end() ? std::nullopt : std::optional(set->second);
  };
  std::map<std::string, std::string> values;
  test::MadeFolder home;
};

TEST_F(DiscoveryTest, TheCommandSaysWhereAndInstallsNothing) {
  const StandIn docker("docker", R"(
    [ "$MODEL_RUNNER_NO_AUTO_INSTALL" = 1 ] || exit 1
    echo 'a new version is there' >&2
    echo '{"running":true,"kind":"Docker Engine","endpointHost":"http://127.0.0.1:12999/v1/"}')");
  const auto endpoints = LocalEndpoints(variables);
  EXPECT_EQ(endpoints.front(), "http://127.0.0.1:12999/engines/v1");
  EXPECT_THAT(endpoints, Contains("http://localhost:12434/engines/v1"));
  EXPECT_EQ(docker.Calls(), "model status --json\n");
}

TEST_F(DiscoveryTest, AServerIsListedOnce) {
  const StandIn docker("docker",
                       R"(echo '{"running":true,"kind":"Docker Engine","endpointHost":"http://127.0.0.1:12434/v1/"}')");
  const auto endpoints = LocalEndpoints(variables);
  EXPECT_THAT(endpoints, Contains("http://127.0.0.1:12434/engines/v1"));
  EXPECT_THAT(endpoints, Not(Contains("http://localhost:12434/engines/v1")));
}

TEST_F(DiscoveryTest, ACommandWithoutThePluginIsNoHarm) {
  const StandIn docker("docker", "echo \"docker: 'model' is not a docker command.\" >&2; exit 1");
  EXPECT_THAT(LocalEndpoints(variables), Contains("http://localhost:12434/engines/v1"));
}

TEST_F(DiscoveryTest, ACommandThatHangsIsNotWaitedForLong) {
  const StandIn docker("docker", "exec sleep 1000");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_THAT(LocalEndpoints(variables), Contains("http://localhost:11434/v1"));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
}

TEST_F(DiscoveryTest, WhatAVariableNamesIsNotAskedOfTheCommand) {
  const StandIn docker("docker", "exit 1");
  values["MODEL_RUNNER_HOST"] = "localhost:22434/";
  EXPECT_EQ(LocalEndpoints(variables).front(), "http://localhost:22434/engines/v1");
  values["MODEL_RUNNER_HOST"] = "http://model-runner.docker.internal";
  EXPECT_EQ(LocalEndpoints(variables).front(), "http://model-runner.docker.internal/engines/v1");
  EXPECT_EQ(docker.Calls(), "");
}

TEST_F(DiscoveryTest, AnotherMachineIsNotUsedUnasked) {
  const StandIn docker("docker", "exit 1");
  values["MODEL_RUNNER_HOST"] = "gpu:12434/";
  for (const auto& endpoint : LocalEndpoints(variables)) EXPECT_TRUE(OnThisMachine(endpoint)) << endpoint;
}

TEST_F(DiscoveryTest, WhatAnswersAndListsNoModelsIsNoServerOfModels) {
  const StandIn docker("docker", "exit 1");
  std::atomic<const char*> said = "";
  TinyServer somebody([&](const auto&, const auto& peer) { peer.Send(test::Answer(200, said.load())); },
                      TinyServer::Door::kPort);
  const auto endpoint = "http://127.0.0.1:" + std::to_string(somebody.port()) + "/engines/v1";
  values["MODEL_RUNNER_HOST"] = "127.0.0.1:" + std::to_string(somebody.port());
  const auto found = [&](const char* body) {
    said = body;
    const auto servers = LocalServers(variables);
    return std::any_of(servers.begin(), servers.end(), [&](const auto& one) { return one.endpoint == endpoint; });
  };
  for (const auto* body : {"{}", "[]", R"({"data":[]})", R"({"status":"ok"})"}) EXPECT_FALSE(found(body)) << body;
  for (const auto* body : {R"({"object":"list","data":null})", R"({"data":[{"id":"m"}]})"})
    EXPECT_TRUE(found(body)) << body;
}

TEST_F(DiscoveryTest, AModelBehindASocketOfDesktopIsAskedThere) {
  const StandIn docker("docker", "exit 1");
  TinyServer desktop([](const TinyServer::Request& request, const TinyServer::Peer& peer) {
    peer.Send(request.path == "/exp/vDD4.40/engines/v1/models"
                  ? test::Answer(200, R"({"data":[{"id":"docker.io/ai/llama3.2:latest"}]})")
                  : test::Answer(200, R"({"choices":[{"message":{"content":"hello"},"finish_reason":"stop"}]})"));
  });
  values["DOCKER_HOST"] = "unix://" + desktop.path();
  const auto endpoint = "unix:" + desktop.path() + ":/exp/vDD4.40/engines/v1";

  const auto connection = Connect({.model = "llama3.2"}, variables);
  ASSERT_TRUE(connection) << connection.error().message;
  EXPECT_EQ(connection->endpoint, endpoint);
  EXPECT_TRUE(connection->on_this_machine);
  const auto answer = connection->model->Ask({.turns = {{.text = "t"}}});
  ASSERT_TRUE(answer) << answer.error().error.message;
  EXPECT_EQ(answer->text, "hello");
  const auto asked = desktop.requests().back();
  EXPECT_EQ(asked.path, "/exp/vDD4.40/engines/v1/chat/completions");
  EXPECT_THAT(asked.head, HasSubstr("Host: localhost\r\n"));
  EXPECT_THAT(asked.body, HasSubstr("docker.io/ai/llama3.2:latest"));
}

TEST_F(DiscoveryTest, WhatStandsBesideAnAddressIsNotTakenNorShown) {
  for (const auto* endpoint : {"http://sk-secret@gpu/v1", "http://gpu/v1?key=sk-secret", "http://gpu/v1#sk-secret"}) {
    const auto served = FindServer({.model = "m", .endpoint = endpoint}, variables);
    ASSERT_FALSE(served) << endpoint;
    EXPECT_THAT(served.error().message + served.error().hint, Not(HasSubstr("secret")));
  }
}

TEST_F(DiscoveryTest, AnEndpointMayEndInASlash) {
  TinyServer server(
      [](const auto&, const auto& peer) {
        peer.Send(test::Answer(200, R"({"data":[{"id":"small"}],"models":[{"name":"small"}]})"));
      },
      TinyServer::Door::kPort);
  const auto served = FindServer(
      {.model = "small", .endpoint = "http://127.0.0.1:" + std::to_string(server.port()) + "/v1/"}, variables);
  ASSERT_TRUE(served);
  EXPECT_THAT(ModelsAt(*served).value(), testing::ElementsAre("small"));
  EXPECT_EQ(server.requests().at(0).path, "/v1/models");
}

TEST(OnThisMachine, IsASocketAndALoopbackAddress) {
  for (const auto* here : {"http://localhost:1/v1", "http://127.0.0.1", "http://[::1]:1", "unix:/run/s:/v1"})
    EXPECT_TRUE(OnThisMachine(here)) << here;
  for (const auto* elsewhere : {"http://gpu:1/v1", "https://api.openai.com/v1", "http://localhost.evil.example",
                                "http://127.evil.example/v1", "http://127.0.0.1.evil.example/v1", "no"})
    EXPECT_FALSE(OnThisMachine(elsewhere)) << elsewhere;
}

}  // namespace
}  // namespace docktor::brain
