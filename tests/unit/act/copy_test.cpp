#include "act/copy.h"

#include <gmock/gmock.h>

#include "docker/json_reader.h"
#include "docker/project/labels.h"

namespace docktor::act {
namespace {

using docker::Array;
using docker::Find;
using docker::Object;
using docker::Text;

const CopyName kName{{"shop", "web"}, 7};
const DecisionId kDecision{42};
constexpr const char* kAnonymous = "676d36d38d888df1cd777834e3a8d4d40df6d454869a8e90248cc9108a9d9acc";

/// What an engine says of a replica that Compose recreated once, and whose anonymous volume it carried over.
json::object Inspect() {
  return ParseJson(R"({
    "Id": "bbaf912f6af6b818793a613dc929bf1a728e56b857678a4b059c779d4f149f5d",
    "Created": "2026-11-24T23:01:16.9Z", "Name": "/shop-web-2", "Image": "sha256:0e61",
    "State": {"Status": "running", "Running": true, "Pid": 9563},
    "Config": {
      "Hostname": "bbaf912f6af6", "Domainname": "", "Image": "shop/web:1", "Env": ["X=2"], "Cmd": ["serve"],
      "MacAddress": "02:42:0a:d5:00:02", "ExposedPorts": {"8080/tcp": {}}, "Volumes": null, "StopTimeout": 7,
      "Labels": {
        "com.docker.compose.config-hash": "e762", "com.docker.compose.container-number": "2",
        "com.docker.compose.oneoff": "False", "com.docker.compose.project": "shop",
        "com.docker.compose.replace": "567acd886ee7", "com.docker.compose.service": "web", "my.label": "x"}},
    "HostConfig": {
      "NetworkMode": "shop_front", "NanoCpus": 250000000, "Memory": 67108864, "MemorySwap": 134217728, "ContainerIDFile": "",
      "Binds": ["/srv/s.txt:/etc/bound:ro", "shop_old:/old:rw"],
      "Mounts": [
        {"Type": "volume", "Source": "676d36d38d888df1cd777834e3a8d4d40df6d454869a8e90248cc9108a9d9acc", "Target": "/anon"},
        {"Type": "volume", "Target": "/fresh", "VolumeOptions": {}},
        {"Type": "volume", "Source": "shop_named", "Target": "/named", "VolumeOptions": {}},
        {"Type": "bind", "Source": "/srv/s.txt", "Target": "/run/secrets/token", "ReadOnly": true}]},
    "NetworkSettings": {"Networks": {
      "shop_back": {"IPAMConfig": {}, "Links": null, "Aliases": ["shop-web-2", "web", "bbaf912f6af6"], "DriverOpts": null,
                    "NetworkID": "d715", "EndpointID": "8952", "IPAddress": "10.213.0.2", "MacAddress": "02:42:0a:d5:00:02"},
      "shop_front": {"IPAMConfig": {"IPv4Address": "10.213.1.9"}, "Links": ["shop-db-1:db"], "DriverOpts": {"a": "b"},
                     "Aliases": ["shop-web-2", "web", "front", "bbaf912f6af6"], "MacAddress": "02:42:0a:d5:01:02"}}}
  })")
      .value()
      .as_object();
}

json::object& In(json::object& object, const char* key) { return object[key].as_object(); }
json::object Copied(const json::object& inspect) { return CopyOf(inspect, kName, kDecision).value(); }

TEST(Copy, IsCalledAndCountedAsTheNextReplica) {
  const auto labels = Object(Copied(Inspect()), {"Labels"});
  EXPECT_EQ(kName.Text(), "shop-web-7");
  EXPECT_EQ(Text(labels, {docker::kNumberLabel}), "7");
  EXPECT_EQ(Text(labels, {docker::kCopyLabel}), "d42");
  EXPECT_EQ(Text(labels, {docker::kConfigHashLabel}), "e762");
  EXPECT_EQ(Text(labels, {"my.label"}), "x");
  EXPECT_FALSE(labels.contains("com.docker.compose.replace"));
}

TEST(Copy, KeepsWhatMakesAReplica) {
  const auto body = Copied(Inspect());
  EXPECT_EQ(Text(body, {"Image"}), "sha256:0e61") << "by id, not by the tag that may have moved";
  EXPECT_EQ(Array(body, {"Env"}), (json::array{"X=2"}));
  EXPECT_EQ(Array(body, {"Cmd"}), (json::array{"serve"}));
  EXPECT_EQ(docker::Number(body, {"StopTimeout"}), 7);
  EXPECT_EQ(docker::Number(body, {"HostConfig", "NanoCpus"}), 250000000);
  EXPECT_EQ(docker::Number(body, {"HostConfig", "MemorySwap"}), 134217728);
  EXPECT_NE(Find(body, {"ExposedPorts", "8080/tcp"}), nullptr);
}

TEST(Copy, LeavesWhatBelongsToOneContainer) {
  const auto body = Copied(Inspect());
  for (const auto* one : {"Hostname", "Domainname", "MacAddress", "Id", "Name", "State", "Created"})
    EXPECT_FALSE(body.contains(one)) << one;
  const auto front = Object(body, {"NetworkingConfig", "EndpointsConfig", "shop_front"});
  EXPECT_EQ(front.size(), 3u) << WriteJson(front);
  EXPECT_EQ(Array(front, {"Aliases"}), (json::array{"shop-web-7", "web", "front"}));
  EXPECT_EQ(Array(front, {"Links"}), (json::array{"shop-db-1:db"}));
  EXPECT_EQ(Text(front, {"DriverOpts", "a"}), "b");
  EXPECT_EQ(WriteJson(Object(body, {"NetworkingConfig", "EndpointsConfig", "shop_back"})),
            R"({"Aliases":["shop-web-7","web"]})");
}

TEST(Copy, SharesNamedVolumesAndNoAnonymousOne) {
  auto inspect = Inspect();
  In(inspect, "HostConfig")["Binds"].as_array().push_back(json::string(std::string(kAnonymous) + ":/carried:rw"));
  const auto body = Copied(inspect);
  EXPECT_THAT(WriteJson(body), testing::Not(testing::HasSubstr(kAnonymous)));
  const auto mounts = Array(body, {"HostConfig", "Mounts"});
  ASSERT_EQ(mounts.size(), 4u);
  EXPECT_EQ(WriteJson(mounts[0]), R"({"Type":"volume","Target":"/anon"})");
  EXPECT_EQ(Text(mounts[2].as_object(), {"Source"}), "shop_named");
  EXPECT_EQ(Text(mounts[3].as_object(), {"Source"}), "/srv/s.txt");
  EXPECT_EQ(Array(body, {"HostConfig", "Binds"}), (json::array{"/srv/s.txt:/etc/bound:ro", "shop_old:/old:rw"}));
  EXPECT_NE(Find(body, {"Volumes", "/carried"}), nullptr);
}

TEST(Copy, AHostNameThatSomebodyChoseStays) {
  auto inspect = Inspect();
  In(inspect, "Config")["Hostname"] = "worker";
  In(inspect, "Config")["Domainname"] = "shop.local";
  EXPECT_EQ(Text(Copied(inspect), {"Hostname"}), "worker");
  EXPECT_EQ(Text(Copied(inspect), {"Domainname"}), "shop.local");
}

TEST(Copy, InAnotherContainersNetworkNothingOfItsOwn) {
  auto inspect = Inspect();
  In(inspect, "HostConfig")["NetworkMode"] = "container:5678";
  In(inspect, "Config")["Hostname"] = "the-others";
  In(In(inspect, "NetworkSettings"), "Networks").clear();
  const auto body = Copied(inspect);
  for (const auto* refused : {"Hostname", "ExposedPorts", "NetworkingConfig"})
    EXPECT_FALSE(body.contains(refused)) << refused;
}

TEST(Copy, OfARenamedReplicaHasNoneOfItsNames) {
  auto inspect = Inspect();
  inspect["Name"] = "/renamed";
  EXPECT_EQ(Array(Copied(inspect), {"NetworkingConfig", "EndpointsConfig", "shop_back", "Aliases"}),
            (json::array{"shop-web-7", "web"}));
}

TEST(Copy, OfACopyIsMarkedWithItsOwnDecision) {
  auto inspect = Inspect();
  In(In(inspect, "Config"), "Labels")[docker::kCopyLabel] = "d3";
  EXPECT_EQ(Text(Copied(inspect), {"Labels", docker::kCopyLabel}), "d42");
}

TEST(Copy, OddlyShapedPartsAreNoHarm) {
  auto inspect = Inspect();
  In(inspect, "HostConfig")["Mounts"] = 3;
  In(inspect, "HostConfig")["Binds"] = nullptr;
  In(In(inspect, "NetworkSettings"), "Networks")["shop_back"] = json::object{{"Aliases", json::array{1, "web"}}};
  EXPECT_TRUE(CopyOf(inspect, kName, kDecision));
}

TEST(Copy, WithoutItsPartsThereIsNoCopy) {
  for (const auto* part : {"Config", "HostConfig", "Image"}) {
    auto inspect = Inspect();
    inspect.erase(part);
    const auto copy = CopyOf(inspect, kName, kDecision);
    ASSERT_FALSE(copy) << part;
    EXPECT_EQ(copy.error().code, Errc::kInvalidInput);
    EXPECT_THAT(copy.error().message, testing::HasSubstr("copy shop-web-2: "));
  }
}

TEST(AnonymousVolume, IsSixtyFourHexDigits) {
  EXPECT_TRUE(IsAnonymousVolume(kAnonymous));
  for (const auto* named : {"shop_data", "", "676d36d38d888df1cd777834e3a8d4d40df6d454869a8e90248cc9108a9d9acX",
                            "676d36d38d888df1cd777834e3a8d4d40df6d454869a8e90248cc9108a9d9ac"})
    EXPECT_FALSE(IsAnonymousVolume(named)) << named;
}

}  // namespace
}  // namespace docktor::act
