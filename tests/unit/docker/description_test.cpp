#include "docker/project/description.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/json_reader.h"
#include "unit/docker/inspects.h"

namespace docktor::docker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Replica Parsed(std::string_view change = "{}") { return ParseReplica(With(WebReplica(), change)).value(); }

TEST(Description, ReadsAReplica) {
  const auto replica = Parsed();
  EXPECT_EQ(replica.id.Short(), "8614c8fba90b");
  EXPECT_EQ(replica.name, "shop-web-2");
  EXPECT_EQ(replica.number, 2);
  EXPECT_EQ(replica.phase, Phase::kReady);
  EXPECT_EQ(ToRfc3339(replica.created_at), "2026-11-24T06:55:59.598Z");
  EXPECT_EQ(ToRfc3339(replica.started_at), "2026-11-24T06:56:06.356Z");
  EXPECT_EQ(replica.run, "2026-11-24T06:56:06.356942812Z");
  EXPECT_EQ(replica.limits, (Limits{0.25, 134217728}));
  EXPECT_EQ(replica.config_hash, "24ee");
  EXPECT_FALSE(replica.copy);
  EXPECT_EQ(replica.pid, 14154);
}

TEST(Description, NamesTheAddressesOfWhatRuns) {
  constexpr auto kTwo = R"({"NetworkSettings":{"Networks":{"a":{"IPAddress":"172.18.0.3","GlobalIPv6Address":""},
                            "b":{"IPAddress":"172.19.0.2","GlobalIPv6Address":"fd00::2"},"odd":7}}})";
  EXPECT_THAT(Parsed(kTwo).addresses, ElementsAre("172.18.0.3", "172.19.0.2", "fd00::2"));
  EXPECT_THAT(Parsed(R"({"HostConfig":{"NetworkMode":"host"}})").addresses, ElementsAre("127.0.0.1"));
  EXPECT_THAT(Parsed().addresses, IsEmpty()) << "its network gave it none";
  EXPECT_THAT(Parsed(R"({"State":{"Status":"exited"},"HostConfig":{"NetworkMode":"host"}})").addresses, IsEmpty());
}

struct PhaseCase {
  const char* name;
  const char* state;
  Phase phase;
};
class PhaseTest : public testing::TestWithParam<PhaseCase> {};
TEST_P(PhaseTest, IsReadFromTheState) {
  auto inspect = WebReplica();
  inspect["State"] = ParseJson(GetParam().state).value();
  EXPECT_EQ(ParseReplica(inspect)->phase, GetParam().phase);
}
INSTANTIATE_TEST_SUITE_P(
    Phases, PhaseTest,
    testing::Values(
        PhaseCase{"no_health_check", R"({"Status":"running"})", Phase::kReady},
        PhaseCase{"healthy", R"({"Status":"running","Health":{"Status":"healthy"}})", Phase::kReady},
        PhaseCase{"health_none", R"({"Status":"running","Health":{"Status":"none"}})", Phase::kReady},
        PhaseCase{"health_starting", R"({"Status":"running","Health":{"Status":"starting"}})", Phase::kStarting},
        PhaseCase{"unhealthy", R"({"Status":"running","Health":{"Status":"unhealthy"}})", Phase::kUnhealthy},
        PhaseCase{"paused", R"({"Status":"paused","Running":true,"Health":{"Status":"healthy"}})", Phase::kPaused},
        PhaseCase{"restarting", R"({"Status":"restarting"})", Phase::kStarting},
        PhaseCase{"created", R"({"Status":"created"})", Phase::kExited},
        PhaseCase{"exited_with_health", R"({"Status":"exited","Health":{"Status":"healthy"}})", Phase::kExited},
        PhaseCase{"removing", R"({"Status":"removing"})", Phase::kExited},
        PhaseCase{"dead", R"({"Status":"dead"})", Phase::kExited},
        PhaseCase{"unknown", R"({"Status":"levitating"})", Phase::kExited}, PhaseCase{"nothing", "{}", Phase::kExited}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(RestartPolicy, OneThatItStartsAgainAndAgainIsNoStartToWaitFor) {
  auto inspect = WebReplica();
  inspect["State"] = {{"Status", "restarting"}};
  inspect["RestartCount"] = 1;
  EXPECT_EQ(ParseReplica(inspect)->phase, Phase::kStarting);
  inspect["RestartCount"] = 2;
  EXPECT_EQ(ParseReplica(inspect)->phase, Phase::kUnhealthy);
}

struct LimitCase {
  const char* name;
  const char* host_config;
  std::optional<double> cpus;
};
class CpuLimitTest : public testing::TestWithParam<LimitCase> {};
TEST_P(CpuLimitTest, IsReadFromTheHostConfig) {
  auto inspect = WebReplica();
  inspect["HostConfig"] = ParseJson(GetParam().host_config).value();
  const auto cpus = ParseReplica(inspect)->limits.cpus;
  EXPECT_EQ(cpus.has_value(), GetParam().cpus.has_value());
  EXPECT_DOUBLE_EQ(cpus.value_or(0), GetParam().cpus.value_or(0));
}
INSTANTIATE_TEST_SUITE_P(
    Limits, CpuLimitTest,
    testing::Values(LimitCase{"none", "{}", {}}, LimitCase{"nano", R"({"NanoCpus":1500000000})", 1.5},
                    LimitCase{"quota", R"({"CpuQuota":30000,"CpuPeriod":50000})", 0.6},
                    LimitCase{"quota_of_the_default_period", R"({"CpuQuota":30000})", 0.3},
                    LimitCase{"no_quota", R"({"CpuQuota":-1,"CpuPeriod":100000})", {}},
                    LimitCase{"set", R"({"CpusetCpus":"0-2,5"})", 4.0},
                    LimitCase{"set_below_quota", R"({"CpusetCpus":"3","NanoCpus":2000000000})", 1.0},
                    LimitCase{"quota_below_set", R"({"CpusetCpus":"0-3","NanoCpus":2000000000})", 2.0},
                    LimitCase{"too_little_to_be_applied", R"({"NanoCpus":100})", {}},
                    LimitCase{"negative", R"({"NanoCpus":-5})", {}}, LimitCase{"text", R"({"NanoCpus":"2"})", {}},
                    LimitCase{"set_backwards", R"({"CpusetCpus":"5-2"})", {}},
                    LimitCase{"set_of_nonsense", R"({"CpusetCpus":"0-,x"})", {}},
                    LimitCase{"set_beyond_any_machine", R"({"CpusetCpus":"0-2000000000"})", {}}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Description, MemoryWithoutALimitIsNone) {
  EXPECT_FALSE(Parsed(R"({"HostConfig":{"Memory":0}})").limits.memory_bytes);
  EXPECT_FALSE(Parsed(R"({"HostConfig":{"Memory":-1}})").limits.memory_bytes);
}

TEST(Description, WhatDoesNotRunHasAnExitCodeAndNoProcess) {
  const auto replica =
      Parsed(R"({"State":{"Status":"exited","Pid":99,"ExitCode":137,"StartedAt":"0001-01-01T00:00:00Z"}})");
  EXPECT_EQ(replica.pid, 0);
  EXPECT_EQ(replica.exit_code, 137);
  EXPECT_EQ(replica.started_at, Instant{});
}

TEST(Description, CopiesAreKnownByTheirLabel) {
  const auto copy = Parsed(R"({"Config":{"Labels":{"docktor.copy":"d42"}}})");
  EXPECT_TRUE(copy.copy);
  EXPECT_EQ(copy.copy_of, "d42");
  EXPECT_EQ(Parsed().copy_of, "");
}

TEST(Description, OneOffsAndStrangersAreNoReplicas) {
  const auto service = [](std::string_view labels) {
    return ServiceOf(With(WebReplica(), R"({"Config":{"Labels":)" + std::string(labels) + "}}"));
  };
  EXPECT_EQ(service("{}"), (ServiceKey{"shop", "web"}));
  EXPECT_EQ(service(R"({"com.docker.compose.oneoff":"True"})"), std::nullopt);
  EXPECT_EQ(service(R"({"com.docker.compose.service":null})"), std::nullopt);
  EXPECT_EQ(service(R"({"com.docker.compose.project":""})"), std::nullopt);
}

TEST(Description, FactsAreThoseOfTheNewestReplica) {
  const auto newest = With(WebReplica(), R"({"Id":"b","Created":"2026-11-25T00:00:00Z","Config":{"Labels":{
      "com.docker.compose.container-number":"3","docktor.min":"2","docktor.copy":"d1"}}})");
  const auto oldest = With(WebReplica(), R"({"Id":"a","Created":"2026-11-23T00:00:00Z","Config":{"Labels":{
      "com.docker.compose.container-number":"1","docktor.min":"9","com.docker.compose.project.working_dir":"/old"}}})");
  const Instant at{1s};
  const auto facts = ParseService({"shop", "web"}, at, {newest, WebReplica(), oldest, json::object{}});
  EXPECT_EQ(facts.at, at);
  ASSERT_EQ(facts.replicas.size(), 3u);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(facts.replicas[static_cast<std::size_t>(i)].number, i + 1);
  EXPECT_THAT(facts.labels, ElementsAre(Pair("docktor.enable", "true"), Pair("docktor.min", "2")));
  EXPECT_THAT(facts.config_files, ElementsAre("/srv/shop/compose.yaml", "/srv/shop/more.yaml"));
  EXPECT_EQ(facts.working_dir, "/srv/shop");
  EXPECT_EQ(facts.image, "shop/web:1");
  EXPECT_THAT(facts.obstacles, IsEmpty());
}

TEST(Description, AnImageIsNamedWhereAnyReplicaNamesIt) {
  const auto copy = With(WebReplica(), R"({"Created":"2026-11-25T00:00:00Z","Config":{"Image":"sha256:ec34"}})");
  EXPECT_EQ(ParseService({"shop", "web"}, {}, {copy, WebReplica()}).image, "shop/web:1");
  EXPECT_EQ(ParseService({"shop", "web"}, {}, {copy}).image, "sha256:ec34");
}

TEST(Description, AServiceWithoutContainersHasNone) {
  EXPECT_THAT(ParseService({"shop", "web"}, {}, {}).replicas, IsEmpty());
}

/// Replaces each value of the document, at every depth, by every kind of nonsense in turn.
void Distort(json::value& value, const std::function<void()>& check) {
  static const std::vector<json::value> kNonsense{nullptr,
                                                  true,
                                                  -1,
                                                  1e300,
                                                  std::uint64_t{18446744073709551615u},
                                                  "x",
                                                  "9999-99-99T99:99:99Z",
                                                  "99999999999999999999",
                                                  json::array{1, nullptr, json::array{}},
                                                  json::object{{"x", json::array{}}}};
  const json::value kept = value;
  for (const auto& nonsense : kNonsense) {
    value = nonsense;
    check();
  }
  value = kept;
  if (value.is_object())
    for (auto& member : value.get_object()) Distort(member.value(), check);
  if (value.is_array())
    for (auto& item : value.get_array()) Distort(item, check);
}

TEST(Description, NoNonsenseThrows) {
  json::value document =
      With(WebReplica(), R"({"HostConfig":{"PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"80"}]}},
      "Mounts":[{"Type":"volume","Name":"data","Destination":"/data","RW":true}],"Config":{"Image":"redis:7"}})");
  int described = 0;
  Distort(document, [&] {
    if (!document.is_object()) return;
    const auto facts = ParseService({"shop", "web"}, {}, {document.get_object(), WebReplica()});
    ASSERT_GE(facts.replicas.size(), 1u);
    for (const auto& replica : facts.replicas) EXPECT_GE(replica.pid, 0);
    (void)ServiceOf(document.get_object());
    ++described;
  });
  EXPECT_GT(described, 300);
}

TEST(JsonReader, ReadsWhatFitsAndNothingElse) {
  const auto object =
      ParseJson(R"({"a":{"t":"x","n":7,"f":2.9,"big":18446744073709551615,"inf":1e400,"b":true,"l":[1]}})")
          ->as_object();
  EXPECT_EQ(Text(object, {"a", "t"}), "x");
  EXPECT_EQ(Text(object, {"a", "n"}), "");
  EXPECT_EQ(Text(object, {"a", "t", "deeper"}), "");
  EXPECT_EQ(Number(object, {"a", "n"}), 7);
  EXPECT_EQ(Number(object, {"a", "f"}), 2);
  EXPECT_EQ(Number(object, {"a", "big"}), 0);
  EXPECT_EQ(Number(object, {"a", "inf"}), 0);
  EXPECT_TRUE(Flag(object, {"a", "b"}));
  EXPECT_FALSE(Flag(object, {"a", "n"}));
  EXPECT_EQ(Array(object, {"a", "l"}).size(), 1u);
  EXPECT_TRUE(Object(object, {"a", "l"}).empty());
}

}  // namespace
}  // namespace docktor::docker
