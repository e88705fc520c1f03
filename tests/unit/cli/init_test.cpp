#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/init/insertion.h"
#include "cli/init/proposal.h"
#include "settings/files/compose_file.h"

namespace docktor::cli::init {
namespace {

using testing::HasSubstr;

json::object Config(const std::string& service) {
  return ParseJson(R"({"services":{"web":)" + service + "}}")->as_object();
}

struct UnfitCase {
  const char* name;
  const char* service;
  const char* why;
};
class UnfitTest : public testing::TestWithParam<UnfitCase> {};
TEST_P(UnfitTest, IsToldWhy) {
  const auto proposals = Propose(Config(GetParam().service), 4);
  ASSERT_EQ(proposals.unfit.size(), 1u);
  EXPECT_THAT(proposals.unfit[0].why, HasSubstr(GetParam().why));
  EXPECT_TRUE(proposals.fit.empty());
}
INSTANTIATE_TEST_SUITE_P(
    Init, UnfitTest,
    testing::Values(UnfitCase{"port", R"({"ports":[{"target":80,"published":"8080"}]})", "host port 8080"},
                    UnfitCase{"name", R"({"container_name":"the-one"})", "the-one"},
                    UnfitCase{"global", R"({"deploy":{"mode":"global"}})", "global"},
                    UnfitCase{"store", R"({"image":"postgres:16","volumes":[{"type":"volume","source":"data"}]})",
                              "postgres:16"},
                    UnfitCase{"already", R"({"x-docktor":{}})", "already"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(Proposal, BoundsComeFromTheFileAndTheMachine) {
  EXPECT_EQ(Propose(Config("{}"), 4).fit[0].max, 10);
  EXPECT_EQ(Propose(Config(R"({"deploy":{"replicas":3}})"), 4).fit[0].min, 3);
  const auto limited = Propose(Config(R"({"deploy":{"resources":{"limits":{"cpus":"0.5"}}}})"), 2).fit[0];
  EXPECT_EQ(limited.max, 4);
  EXPECT_THAT(limited.reason, HasSubstr("4 replicas of 0.5 CPUs"));
  EXPECT_EQ(Propose(Config(R"({"scale":4,"deploy":{"resources":{"limits":{"cpus":4}}}})"), 2).fit[0].max, 5);
}

TEST(Proposal, WhatIsToBeThoughtOfIsSaid) {
  const auto reason = Propose(Config(R"({"ports":[{"target":80}],"volumes":[{"type":"bind","source":"/srv/up"}]})"), 2)
                          .fit.at(0)
                          .reason;
  EXPECT_THAT(reason, HasSubstr("write into /srv/up"));
  EXPECT_THAT(reason, HasSubstr("health check"));
}

constexpr const char* kFile = R"(# The shop
services:
    # in front
    lb:
        image: lb   # ours
        ports: ["8080:80"]

    "web":
        image: shop/web
        command: |
            echo "services:"
            # no comment

            sleep 1
        # until here

    # the rest
    api: &api
      image: api
    small: {image: x}
    empty:
volumes:
    web: {}
)";

std::string With(const std::string& text, const std::string& service) {
  const auto insertion = InsertionFor(text, {.service = service, .min = 2, .max = 7});
  EXPECT_TRUE(insertion) << insertion.error().message;
  return insertion ? WithInsertions(text, {*insertion}) : "";
}

TEST(Insertion, AddsLinesAtTheEndOfAServiceAndChangesNone) {
  const std::string added = "        x-docktor:\n            min: 2\n            max: 7\n";
  auto after = With(kFile, "web");
  const auto at = after.find(added);
  ASSERT_NE(at, std::string::npos) << after;
  EXPECT_EQ(after.find("        # until here\n") + 21, at);
  EXPECT_EQ(after.erase(at, added.size()), kFile);
}

TEST(Insertion, IsUnderstoodByTheReaderOfSettings) {
  for (const auto* service : {"lb", "web", "api", "empty"}) {
    const auto file = settings::ReadComposeFile(With(kFile, service), "compose.yaml");
    EXPECT_TRUE(file.errors.empty()) << service;
    const auto found =
        std::find_if(file.services.begin(), file.services.end(), [&](const auto& s) { return s.name == service; });
    ASSERT_NE(found, file.services.end()) << service;
    EXPECT_TRUE(found->extension) << service;
    EXPECT_TRUE(found->errors.empty()) << service;
  }
}

TEST(Insertion, KeepsTheEndsOfLinesAndOfTheFile) {
  EXPECT_EQ(With("services:\r\n  web:\r\n    image: x\r\n", "web"),
            "services:\r\n  web:\r\n    image: x\r\n    x-docktor:\r\n      min: 2\r\n      max: 7\r\n");
  EXPECT_EQ(With("services:\n  web:\n    image: x", "web"),
            "services:\n  web:\n    image: x\n    x-docktor:\n      min: 2\n      max: 7");
}

TEST(Insertion, WhatHasNoPlaceIsRefused) {
  EXPECT_EQ(InsertionFor(kFile, {.service = "small"}).error().code, Errc::kInvalidInput);
  EXPECT_EQ(InsertionFor(kFile, {.service = "none"}).error().code, Errc::kNotFound);
  EXPECT_EQ(InsertionFor("services: {web: {image: x}}\n", {.service = "web"}).error().code, Errc::kNotFound);
  EXPECT_FALSE(InsertionFor("", {.service = "web"}));
}

TEST(Insertion, SeveralAreShownAsADiff) {
  const auto web = InsertionFor(kFile, {.service = "web"}), api = InsertionFor(kFile, {.service = "api"});
  const auto diff = DrawnDiff(kFile, {*api, *web}, {});
  EXPECT_LT(diff.find("+        x-docktor:"), diff.find("+      x-docktor:"));
  EXPECT_THAT(diff, HasSubstr(" \n             sleep 1\n         # until here\n+        x-docktor:\n"));
}

}  // namespace
}  // namespace docktor::cli::init
