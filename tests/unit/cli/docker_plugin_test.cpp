#include "cli/docker_plugin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/json.h"

namespace docktor::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

PluginCall Called(const std::vector<std::string>& arguments) {
  auto call = ReadPluginCall("/home/me/.docker/cli-plugins/docker-docktor", arguments);
  EXPECT_TRUE(call && *call);
  return call && *call ? **call : PluginCall{};
}

TEST(DockerPlugin, ByItsOwnNameItIsNone) { EXPECT_FALSE(*ReadPluginCall("docktor", {"status"})); }

TEST(DockerPlugin, ItsNameIsPassedOver) {
  EXPECT_THAT(Called({"docktor", "status", "-w"}).arguments, ElementsAre("status", "-w"));
  EXPECT_THAT(Called({"docktor"}).arguments, IsEmpty());
}

TEST(DockerPlugin, DockersFlagsBecomeVariables) {
  const auto call =
      Called({"-D", "--host", "tcp://a:1", "--tlsverify", "--config=/c", "-l", "debug", "docktor", "services"});
  EXPECT_THAT(call.arguments, ElementsAre("services"));
  EXPECT_THAT(call.variables, UnorderedElementsAre(Pair("DOCKER_HOST", "tcp://a:1"), Pair("DOCKER_TLS_VERIFY", "1"),
                                                   Pair("DOCKER_CONFIG", "/c")));
}

TEST(DockerPlugin, AContextGoesBeforeAHostOfTheEnvironment) {
  EXPECT_THAT(Called({"-c", "far", "docktor", "status"}).variables,
              UnorderedElementsAre(Pair("DOCKER_CONTEXT", "far"), Pair("DOCKER_HOST", "")));
}

TEST(DockerPlugin, AFlagThatCannotBePassedOnIsRefused) {
  EXPECT_FALSE(ReadPluginCall("docker-docktor", {"--tlscacert", "x", "docktor", "status"}));
}

TEST(DockerPlugin, SaysWhatItIs) {
  const auto said = ParseJson(PluginMetadata())->as_object();
  EXPECT_EQ(said.at("SchemaVersion"), "0.1.0");
  EXPECT_FALSE(said.at("Vendor").as_string().empty());
}

}  // namespace
}  // namespace docktor::cli
