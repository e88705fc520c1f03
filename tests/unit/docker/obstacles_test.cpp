#include "docker/project/obstacles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/project/description.h"
#include "unit/docker/inspects.h"

namespace docktor::docker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const ServiceKey kWeb{"shop", "web"};

std::vector<Obstacle> Found(std::string_view change, std::string_view image = "shop/web:1") {
  return FindObstacles(kWeb, image, {With(WebReplica(), change)});
}

struct PortCase {
  const char* name;
  const char* bindings;
  std::vector<Obstacle> found;
};
class FixedPortTest : public testing::TestWithParam<PortCase> {};
TEST_P(FixedPortTest, BelongsToOneReplica) {
  EXPECT_EQ(Found(R"({"HostConfig":{"PortBindings":)" + std::string(GetParam().bindings) + "}}"), GetParam().found);
}
INSTANTIATE_TEST_SUITE_P(
    Ports, FixedPortTest,
    testing::Values(PortCase{"none", "{}", {}},
                    PortCase{"published_anywhere", R"({"80/tcp":[{"HostIp":"","HostPort":""}]})", {}},
                    PortCase{"zero", R"({"80/tcp":[{"HostIp":"","HostPort":"0"}]})", {}},
                    PortCase{"range", R"({"80/tcp":[{"HostIp":"","HostPort":"8000-8010"}]})", {}},
                    PortCase{"fixed",
                             R"({"80/tcp":[{"HostIp":"","HostPort":"8080"}]})",
                             {{Reason::kFixedHostPort, "8080 -> 80/tcp"}}},
                    PortCase{"fixed_at_an_address",
                             R"({"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}]})",
                             {{Reason::kFixedHostPort, "127.0.0.1:8080 -> 80/tcp"}}},
                    PortCase{"two",
                             R"({"80/tcp":[{"HostIp":"","HostPort":""}],"53/udp":[{"HostIp":"::1","HostPort":"53"}]})",
                             {{Reason::kFixedHostPort, "[::1]:53 -> 53/udp"}}},
                    PortCase{"null", R"({"80/tcp":null})", {}}),
    [](const auto& test) { return std::string(test.param.name); });

struct NameCase {
  const char* name;
  const char* container;
  bool its_own;
};
class ContainerNameTest : public testing::TestWithParam<NameCase> {};
TEST_P(ContainerNameTest, IsKnownByNotBeingComposes) {
  const auto found = Found(R"({"Name":"/)" + std::string(GetParam().container) + "\"}");
  if (GetParam().its_own)
    EXPECT_THAT(found, ElementsAre(Obstacle{Reason::kContainerName, GetParam().container}));
  else
    EXPECT_THAT(found, IsEmpty());
}
INSTANTIATE_TEST_SUITE_P(
    Names, ContainerNameTest,
    testing::Values(NameCase{"compose", "shop-web-2", false}, NameCase{"old_compose", "shop_web_12", false},
                    NameCase{"being_replaced", "8614c8fba90b_shop-web-2", false}, NameCase{"own", "the-one", true},
                    NameCase{"no_number", "shop-web", true}, NameCase{"number_of_nothing", "shop-web-", true},
                    NameCase{"other_service", "shop-webber-1", true}, NameCase{"more_behind", "shop-web-1b", true}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Obstacles, ARenamedReplicaAmongOthersIsNone) {
  const auto renamed = With(WebReplica(), R"({"Name":"/old-one"})");
  EXPECT_THAT(FindObstacles(kWeb, "shop/web:1", {renamed, WebReplica()}), IsEmpty());
}

struct MountCase {
  const char* name;
  const char* image;
  const char* mount;
  const char* detail;  ///< null: no obstacle
};
class StoredDataTest : public testing::TestWithParam<MountCase> {};
TEST_P(StoredDataTest, NeedsAStoreAndAPlaceToWrite) {
  const auto& test = GetParam();
  const auto found = Found(R"({"Mounts":[)" + std::string(test.mount) + "]}", test.image);
  if (test.detail == nullptr)
    EXPECT_THAT(found, IsEmpty());
  else
    EXPECT_THAT(found, ElementsAre(Obstacle{Reason::kStatefulService, test.detail}));
}
INSTANTIATE_TEST_SUITE_P(
    Mounts, StoredDataTest,
    testing::Values(
        MountCase{"volume", "postgres:16", R"({"Type":"volume","Name":"shop_data","Destination":"/data","RW":true})",
                  "postgres:16 with volume shop_data at /data"},
        MountCase{
            "anonymous_volume", "redis:7",
            R"({"Type":"volume","Name":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","Destination":"/data","RW":true})",
            "redis:7 with an anonymous volume at /data"},
        MountCase{"bind", "bitnami/postgresql:16",
                  R"({"Type":"bind","Source":"/srv/pg","Destination":"/pg","RW":true})",
                  "bitnami/postgresql:16 with bind mount /srv/pg at /pg"},
        MountCase{
            "behind_others", "mongo",
            R"({"Type":"tmpfs","Destination":"/tmp","RW":true},{"Type":"volume","Name":"d","Destination":"/data","RW":true})",
            "mongo with volume d at /data"},
        MountCase{"read_only_volume", "postgres", R"({"Type":"volume","Name":"d","Destination":"/data","RW":false})",
                  nullptr},
        MountCase{"read_only_bind", "redis", R"({"Type":"bind","Source":"/c","Destination":"/c","RW":false})", nullptr},
        MountCase{"tmpfs", "redis", R"({"Type":"tmpfs","Destination":"/data","RW":true})", nullptr},
        MountCase{"no_mount", "redis", "", nullptr},
        MountCase{"no_store", "shop/web", R"({"Type":"volume","Name":"d","Destination":"/data","RW":true})", nullptr}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(IsStore, KnowsStoresByTheWordsOfTheirNames) {
  for (const auto* image : {"postgres",
                            "postgres:16-alpine",
                            "library/mysql:8",
                            "registry.example:5000/team/mariadb:11",
                            "bitnami/postgresql:16",
                            "docktor-demo/redis:dev",
                            "redis/redis-stack-server",
                            "valkey/valkey:8",
                            "mongo@sha256:abcd",
                            "percona-server-mongodb",
                            "clickhouse/clickhouse-server:24",
                            "docker.elastic.co/elasticsearch/elasticsearch:8.1",
                            "confluentinc/cp-kafka",
                            "mcr.microsoft.com/mssql/server:2022-latest",
                            "shop_redis",
                            "mysql8",
                            "influxdb2",
                            "neo4j:5",
                            "Team/Postgres",
                            "timescale/timescaledb-ha:pg16",
                            "eclipse-mosquitto",
                            "nats:2"})
    EXPECT_TRUE(IsStore(image)) << image;
}

TEST(IsStore, DoesNotTakeOthersForStores) {
  for (const auto* image :
       {"", ":", "/", "nginx:alpine", "shop/web", "my-redis-client", "oliver006/redis_exporter", "mongo-express",
        "redis:5000/shop/web", "postgrest/postgrest", "redis-commander", "provectuslabs/kafka-ui", "pgbouncer",
        "memcached", "minio/mc", "postgres/web", "adminer",
        "sha256:2cc3668550821937c6553033ed99a1a65c14f36218cdea0ae046ce367ca638d1", "docktor-demo/web:redis"})
    EXPECT_FALSE(IsStore(image)) << image;
}

TEST(Obstacles, AreJudgedByTheNewestThatRuns) {
  const auto fixed =
      With(WebReplica(), R"({"HostConfig":{"PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"80"}]}}})");
  const auto failed = With(WebReplica(), R"({"State":{"Status":"created"}})");
  EXPECT_THAT(FindObstacles(kWeb, "", {fixed, WebReplica()}), IsEmpty());
  EXPECT_EQ(FindObstacles(kWeb, "", {fixed, failed}).size(), 1u);
  EXPECT_THAT(FindObstacles(kWeb, "", {failed}), IsEmpty());
  EXPECT_THAT(FindObstacles(kWeb, "", {}), IsEmpty());
}

}  // namespace
}  // namespace docktor::docker
