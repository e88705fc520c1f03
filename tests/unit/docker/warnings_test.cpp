#include "docker/project/warnings.h"

#include <algorithm>
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "docker/fakes/fake_engine.h"
#include "docker/project/balancer_survey.h"
#include "docker/project/description.h"
#include "docker/tar.h"
#include "unit/docker/inspects.h"

namespace docktor::docker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kChecked = R"({"Config":{"Healthcheck":{"Test":["CMD","true"]}}})";

std::vector<Warning> Found(const std::string& mounts, std::string_view image = "shop/web:1") {
  return FindWarnings(image, With(With(WebReplica(), kChecked), R"({"Mounts":[)" + mounts + "]}"));
}

TEST(Warnings, WhatAllReplicasWriteInto) {
  EXPECT_THAT(Found(R"({"Type":"volume","Name":"shop_files","Destination":"/files","RW":true})"),
              ElementsAre(Warning{WarningKind::kSharedVolume, "volume shop_files at /files"}));
  EXPECT_THAT(Found(R"({"Type":"bind","Source":"/srv/up","Destination":"/up","RW":true})"),
              ElementsAre(Warning{WarningKind::kSharedVolume, "bind mount /srv/up at /up"}));
}

TEST(Warnings, WhatIsReadOnlyOrOnesOwnOrNoDataIsFine) {
  EXPECT_THAT(Found(R"({"Type":"volume","Name":"shop_files","Destination":"/files","RW":false})"), IsEmpty());
  EXPECT_THAT(Found(R"({"Type":"volume","Name":")" + std::string(64, 'a') + R"(","Destination":"/tmp","RW":true})"),
              IsEmpty());
  EXPECT_THAT(Found(R"({"Type":"bind","Source":"/var/run/docker.sock","Destination":"/d.sock","RW":true})"), IsEmpty());
  EXPECT_THAT(Found(R"({"Type":"volume","Name":"data","Destination":"/data","RW":true})", "postgres:16"), IsEmpty());
}

TEST(Warnings, NoHealthCheck) {
  const Warning none{WarningKind::kNoHealthCheck, ""};
  EXPECT_THAT(FindWarnings("x", WebReplica()), ElementsAre(none));
  EXPECT_THAT(FindWarnings("x", With(WebReplica(), R"({"Config":{"Healthcheck":{"Test":["NONE"]}}})")),
              ElementsAre(none));
}

TEST(Balancers, AreKnownByImageOrCommand) {
  EXPECT_TRUE(IsBalancer(With(WebReplica(), R"({"Config":{"Image":"nginx:1.25"}})")));
  EXPECT_TRUE(IsBalancer(With(WebReplica(), R"({"Path":"haproxy","Args":["-f","x"]})")));
  EXPECT_TRUE(IsBalancer(With(WebReplica(), R"({"Path":"/entry.sh","Args":["nginx","-g","daemon off;"]})")));
  EXPECT_FALSE(IsBalancer(WebReplica()));
}

struct ConfigCase {
  const char* name;
  const char* config;
  const char* statement;
};
class ResolvedOnceTest : public testing::TestWithParam<ConfigCase> {};
TEST_P(ResolvedOnceTest, NamesTheStatement) { EXPECT_EQ(ResolvedOnce(GetParam().config, "web"), GetParam().statement); }
INSTANTIATE_TEST_SUITE_P(
    Configs, ResolvedOnceTest,
    testing::Values(
        ConfigCase{"nginx_pass", "location / { proxy_pass http://web:8080; }", "proxy_pass http://web:8080"},
        ConfigCase{"nginx_pass_by_variable", "set $s web;\nproxy_pass http://$s:8080;", ""},
        ConfigCase{"nginx_upstream", "upstream u { server web:8080 max_fails=1; }", "server web:8080 max_fails=1"},
        ConfigCase{"nginx_upstream_resolving", "upstream u { zone z 64k; server web:8080 resolve; }", ""},
        ConfigCase{"another_service", "proxy_pass http://website:80; server api:80;", ""},
        ConfigCase{"in_a_comment", "# proxy_pass http://web;\n", ""},
        ConfigCase{"haproxy", "backend b\n  server one web:80 check\n", "server one web:80 check"},
        ConfigCase{"haproxy_resolving", "backend b\n  server-template w 9 web:80 resolvers docker\n", ""},
        ConfigCase{"haproxy_template", "backend b\n  server-template w 9 web:80 check\n",
                   "server-template w 9 web:80 check"},
        ConfigCase{"nothing", "", ""}),
    [](const auto& test) { return std::string(test.param.name); });

/// A tar of one file.
std::string Archive(const std::string& content) {
  std::string block(512, '\0');
  char size[12];
  std::snprintf(size, sizeof(size), "%011zo", content.size());
  block.replace(124, 11, size);
  block[0] = 'f';
  block[156] = '0';
  return block + content + std::string((512 - content.size() % 512) % 512, '\0') + std::string(1024, '\0');
}

TEST(Tar, ContentsAreThoseOfAllFiles) {
  EXPECT_EQ(ContentsOf(Archive("one")), "one\n");
  EXPECT_EQ(ContentsOf(Archive("one").substr(0, 1024) + Archive("two")), "one\ntwo\n");
  EXPECT_EQ(ContentsOf("garbage"), "");
  EXPECT_EQ(ContentsOf(Archive(std::string(600, 'x')).substr(0, 700)), "");
}

TEST(BalancerSurvey, ReadsTheConfigurationOnceForEachRun) {
  FakeEngine engine;
  const auto lb = engine.AddComposeService("shop", "lb", 1, {.image = "nginx:1"}).front();
  engine.AddFile(lb, {.path = "/etc/nginx/nginx.conf"}, Archive("proxy_pass http://web:8080;"));
  BalancerSurvey survey(engine);
  for (int i = 0; i < 2; ++i) {
    std::map<ServiceKey, ServiceFacts> services{{{"shop", "web"}, {}}, {{"shop", "lb"}, {}}, {{"shop", "api"}, {}}};
    survey.Look(*engine.Inspect(lb), services);
    EXPECT_THAT((services[{"shop", "web"}].warnings),
                ElementsAre(Warning{WarningKind::kNamesResolvedOnce, "lb: proxy_pass http://web:8080"}));
    EXPECT_THAT((services[{"shop", "api"}].warnings), IsEmpty());
    engine.Hang(FakeEngine::Call::kReadFile);  // the second look asks for none
  }
  engine.Release(FakeEngine::Call::kReadFile);
}

class BalancerSurveyTest : public testing::Test {
 protected:
  void Look() {
    std::map<ServiceKey, ServiceFacts> services;
    survey_.Look(*engine_.Inspect(lb_), services);
  }
  void Restart() {
    engine_.Edit(lb_,
                 [&](json::object& inspect) { inspect["State"].as_object()["StartedAt"] = std::to_string(++runs_); });
  }
  int Reads() const { return engine_.Calls(FakeEngine::Call::kReadFile); }

  int runs_ = 0;
  FakeEngine engine_;
  const ContainerId lb_ = engine_.AddComposeService("shop", "lb", 1, {.image = "nginx:1"}).front();
  BalancerSurvey survey_{engine_};
};

TEST_F(BalancerSurveyTest, ForgetsWhatIsNotListedAnyMore) {
  Look();
  const int once = Reads();
  survey_.KeepOnly({lb_.value});
  Look();
  EXPECT_EQ(Reads(), once);
  survey_.KeepOnly({});
  Look();
  EXPECT_EQ(Reads(), 2 * once);
}

TEST_F(BalancerSurveyTest, DoesNotReadOnWhereThatHangs) {
  for (int run = 1; run <= 4; ++run) {
    engine_.FailNext(FakeEngine::Call::kReadFile, {Errc::kTimeout, "no answer in 10s"});
    Look();
    EXPECT_EQ(Reads(), std::min(run, 2)) << "one for each run, and none after the second";
    Restart();
  }
}

}  // namespace
}  // namespace docktor::docker
