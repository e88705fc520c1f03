#include "net/url.h"

#include <gmock/gmock.h>

namespace docktor::net {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PercentEncode, LeavesOnlyWhatMayStandThere) {
  EXPECT_EQ(PercentEncode("a-1/b c\xc3\xa9%"), "a-1%2Fb%20c%C3%A9%25");
}

struct UrlCase {
  const char* name;
  std::string text;
  Url url;
  std::string origin;
};
class UrlTest : public testing::TestWithParam<UrlCase> {};
TEST_P(UrlTest, IsTakenApart) {
  const auto url = ParseUrl(GetParam().text);
  ASSERT_TRUE(url) << url.error().message;
  EXPECT_EQ(url->scheme, GetParam().url.scheme);
  EXPECT_EQ(url->user, GetParam().url.user);
  EXPECT_EQ(url->host, GetParam().url.host);
  EXPECT_EQ(url->port, GetParam().url.port);
  EXPECT_EQ(url->path, GetParam().url.path);
  EXPECT_EQ(url->socket, GetParam().url.socket);
  EXPECT_EQ(url->Origin(), GetParam().origin);
}
INSTANTIATE_TEST_SUITE_P(
    Urls, UrlTest,
    testing::Values(
        UrlCase{"whole",
                "HTTP://ann@lb:8404/stats;csv?x=1&y",
                {"http", "ann", "lb", 8404, "/stats;csv?x=1&y"},
                "http://lb:8404"},
        UrlCase{"short", "redis://queue", {"redis", "", "queue", 0, "/"}, "redis://queue"},
        UrlCase{"number", "redis://ann%40x@queue:1/2", {"redis", "ann@x", "queue", 1, "/2"}, "redis://queue:1"},
        UrlCase{"unix_socket",
                "unix:/run/docker.sock:/exp/v1?x=a:b",
                {"http", "", "localhost", 0, "/exp/v1?x=a:b", "/run/docker.sock"},
                "unix:/run/docker.sock:"},
        UrlCase{"unix_socket_alone", "unix:/run/s", {"http", "", "localhost", 0, "/", "/run/s"}, "unix:/run/s:"},
        UrlCase{"ipv6", "http://[::1]:80/", {"http", "", "::1", 80, "/"}, "http://[::1]:80"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ParseUrl, RefusesWhatIsNone) {
  for (const auto* text : {"", "lb", "http://", "http://lb:99999/", "http://a b/", "unix:/", "unix:/s:no-slash",
                           "unix:s:/v1", "unix:/s:/a b", "unix:/s:/a\r\nb"}) {
    const auto url = ParseUrl(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().code, Errc::kInvalidInput);
  }
}

TEST(ParseUrl, RefusesAPasswordAndNeverRepeatsIt) {
  for (const auto* text :
       {"http://ann:s3cret@lb/", "redis://:s3cret@queue", "http://ann:s3cret@lb:99999", "ann:s3cret@"}) {
    const auto url = ParseUrl(text);
    ASSERT_FALSE(url) << text;
    EXPECT_THAT(url.error().message + url.error().hint, Not(HasSubstr("s3cret")));
  }
}

}  // namespace
}  // namespace docktor::net
