#include "serve/page/page.h"

#include <gmock/gmock.h>

namespace docktor::serve {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const std::vector<PageFile> kFiles{
    {"index.html", "<!doctype html><html><head><script src=\"assets/index-1a.js\"></script></head></html>", "gz"},
    {"assets/index-1a.js", "console.log('a long script')", "small"},
    {"favicon.svg", "<svg/>", "not smaller than it was"}};

std::string Find(const Response& response, const std::string& name) {
  for (const auto& [header, value] : response.headers)
    if (header == name) return value;
  return "";
}

class PageTest : public testing::Test {
 protected:
  Response Get(const std::string& path, std::map<std::string, std::string> headers = {},
               const std::string& base_path = "") {
    return page.Answer({.method = "GET", .target = path, .base_path = base_path, .headers = std::move(headers)}, path);
  }
  const Page page{kFiles};
};

TEST_F(PageTest, EachOfItsPlacesIsTheIndex) {
  for (const auto* path : {"/", "/services/web", "/decisions", "/index.html", "/decisions/d42"}) {
    const auto answer = Get(path);
    EXPECT_EQ(answer.status, 200) << path;
    EXPECT_EQ(answer.content_type, "text/html; charset=utf-8");
    EXPECT_THAT(answer.body, HasSubstr("<head><base href=\"/\"><script"));
    EXPECT_EQ(Find(answer, "Cache-Control"), "no-cache");
  }
  EXPECT_THAT(Get("/services/web", {}, "/docktor").body, HasSubstr("<base href=\"/docktor/\">"));
}

TEST_F(PageTest, NothingOfAnyoneElseRunsInIt) {
  const auto policy = Find(Get("/"), "Content-Security-Policy");
  EXPECT_THAT(policy, StartsWith("default-src 'self'; script-src 'self';"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
}

TEST_F(PageTest, WhatHasAHashInItsNameIsKeptForEver) {
  const auto answer = Get("/assets/index-1a.js");
  EXPECT_EQ(answer.content_type, "text/javascript; charset=utf-8");
  EXPECT_THAT(Find(answer, "Cache-Control"), HasSubstr("immutable"));
  EXPECT_EQ(Find(answer, "Content-Encoding"), "");
  EXPECT_EQ(answer.body, "console.log('a long script')");
  EXPECT_EQ(Find(Get("/favicon.svg"), "Cache-Control"), "no-cache");
}

TEST_F(PageTest, IsCompressedForWhoeverTakesItAndWhereItHelps) {
  const auto answer = Get("/assets/index-1a.js", {{"accept-encoding", "gzip, deflate, br"}});
  EXPECT_EQ(Find(answer, "Content-Encoding"), "gzip");
  EXPECT_EQ(Find(answer, "Vary"), "Accept-Encoding");
  EXPECT_EQ(answer.body, "small");
  const auto icon = Get("/favicon.svg", {{"accept-encoding", "gzip"}});
  EXPECT_EQ(Find(icon, "Content-Encoding"), "");
  EXPECT_EQ(icon.body, "<svg/>");
}

TEST_F(PageTest, WhatTheBrowserHasIsNotSentAgain) {
  for (const auto* path : {"/", "/assets/index-1a.js"}) {
    const auto tag = Find(Get(path), "ETag");
    const auto again = Get(path, {{"if-none-match", tag}});
    EXPECT_EQ(again.status, 304) << path;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(Find(again, "ETag"), tag);
    EXPECT_EQ(Get(path, {{"if-none-match", "\"other\""}}).status, 200);
  }
  EXPECT_NE(Find(Get("/"), "ETag"), Find(Get("/", {}, "/docktor"), "ETag")) << "they are not the same";
}

TEST_F(PageTest, NoPathLeadsOutOfIt) {
  for (const auto* path : {"/assets/none.js", "/assets/../../etc/passwd.txt", "/..", "/assets/..",
                           "//assets/index-1a.js", "/.env", "/assets/%2e%2e/index-1a.js", "/assets\\index-1a.js"})
    EXPECT_EQ(Get(path).status, 404) << path;
  for (const auto* path : {"/../../etc/passwd", "/assets/", "/assets"})
    EXPECT_THAT(Get(path).body, StartsWith("<!doctype html>")) << path;
}

TEST(Page, AProgramWithoutOneSaysSo) {
  const auto answer = Page(std::vector<PageFile>{}).Answer({.method = "GET", .target = "/"}, "/");
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.body, HasSubstr("not part of this program"));
}

}  // namespace
}  // namespace docktor::serve
