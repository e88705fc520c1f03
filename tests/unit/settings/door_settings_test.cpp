#include "settings/door_settings.h"

#include <map>

#include <gmock/gmock.h>

#include "settings/fields/values.h"
#include "settings/settings.h"
#include "settings/variables.h"

namespace docktor::settings {
namespace {

using testing::HasSubstr;

Settings Reads(const std::string& text, const Environment& environment = {}) {
  return Settings(
      {.project = ReadSettingsFile(text, "docktor.yaml", FileOf::kProject), .variables = ReadVariables(environment)});
}

TEST(Door, IsOnThisMachineUnlessSomebodySaysOtherwise) {
  const auto usual = Reads("{}").Door().value();
  EXPECT_EQ(usual.listen, "127.0.0.1:3000");
  EXPECT_FALSE(usual.listen_said);
  EXPECT_FALSE(usual.without_tls || usual.open_metrics);
  const auto said = Reads("listen: 127.0.0.1:3000").Door().value();
  EXPECT_EQ(said.listen, usual.listen);
  EXPECT_TRUE(said.listen_said);
  EXPECT_EQ(Reads("{}", {{"DOCKTOR_LISTEN", "4000"}}).Door()->listen, "4000");
  for (const auto* off : {"listen: off", "listen: \"off\"", "listen: no", "listen: false"})
    EXPECT_EQ(Reads(off).Door()->listen, kListenOff) << off;
}

TEST(Door, HasAllThatIsWritten) {
  const auto door = Reads(R"({listen: "0.0.0.0:3000", tls: {certificate: /c.pem, key: /k.pem}, base_path: /docktor/,
                              public_url: "HTTPS://Docktor.example:443/", listen_without_tls: true, metrics: {open: true}})")
                        .Door();
  ASSERT_TRUE(door) << door.error().message;
  EXPECT_EQ(door->certificate, "/c.pem");
  EXPECT_EQ(door->key, "/k.pem");
  EXPECT_EQ(door->base_path, "/docktor");
  EXPECT_EQ(door->public_url, "https://docktor.example");
  EXPECT_TRUE(door->without_tls && door->open_metrics);
}

TEST(Door, HalfOfATlsIsNone) {
  const auto halves = std::map<std::string, std::string>{
      {"tls: {certificate: /c.pem}", "docktor.yaml:1:7: tls.certificate without tls.key"},
      {"tls: {key: /k.pem}", "docktor.yaml:1:7: tls.key without tls.certificate"}};
  for (const auto& [text, why] : halves) {
    EXPECT_EQ(Reads(text).Door().error().message, why);
    const std::vector<ServiceFacts> web{{.key = {"shop", "web"}}};
    const auto problems = Reads(text).Problems(web);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].message, why) << "docktor config validate names it";
  }
}

TEST(Door, WhatIsWrongIsToldWithItsPlace) {
  for (const auto& [text, why] : std::map<std::string, std::string>{
           {"listen: 70000", "listen: '70000' has no such port"},
           {"listen: here", "listen: 'here' is no address with a port"},
           {"listen: \"\"", "is no address with a port"},
           {"tls: {key: key.pem}", "tls.key: 'key.pem' is no whole path"},
           {"public_url: docktor.example", "is no http or https address"},
           {"public_url: \"https://ann@docktor.example\"", "is no http or https address"},
           {"public_url: \"https://x/docktor\"", "has a path"},
           {"metrics: {open: perhaps}", "is neither true nor false"}}) {
    const auto errors = Reads(text).ProjectErrors();
    ASSERT_EQ(errors.size(), 1U) << text;
    EXPECT_THAT(errors[0].message, HasSubstr(why)) << text;
  }
}

TEST(PublicUrl, IsWhatBrowsersCallIt) {
  for (const auto& [text, url] : std::map<std::string, std::string>{{"http://box:80", "http://box"},
                                                                    {"http://box:443", "http://box:443"},
                                                                    {"https://[::1]:8443/", "https://[::1]:8443"},
                                                                    {" https://a.b ", "https://a.b"}})
    EXPECT_EQ(ParsePublicUrl(text).value(), url) << text;
}

}  // namespace
}  // namespace docktor::settings
