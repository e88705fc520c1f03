#include "serve/guard.h"

#include <set>

#include <gmock/gmock.h>

#include "support/made_certificates.h"
#include "support/made_folder.h"
#include "support/movable_clock.h"

namespace docktor::serve {
namespace {

using operations::Role;
using testing::HasSubstr;
using testing::StartsWith;
using Headers = std::map<std::string, std::string>;

const std::string kHost = "127.0.0.1:3000", kOrigin = "http://127.0.0.1:3000";

Tokens SomeTokens() {
  return {.program = "secret",
          .persons = {{Role::kViewer, "viewing"}, {Role::kApprover, "approving"}, {Role::kAdmin, "ruling"}}};
}

std::string Find(const Response& response, const std::string& name) {
  for (const auto& [header, value] : response.headers)
    if (header == name) return value;
  return "";
}

/// As the server does: by the head, and with the body where that lets it in.
std::optional<Response> Answered(Guard& guard, Request& request) {
  auto refused = guard.Check(request);
  return refused ? refused : guard.Answer(request);
}

class GuardTest : public testing::Test {
 protected:
  std::optional<Response> Ask(const std::string& method, const std::string& target, Headers headers,
                              const std::string& body = "") {
    headers.emplace("host", kHost);
    request = Request{.method = method, .target = target, .actor = actor, .body = body, .headers = std::move(headers)};
    return Answered(guard, request);
  }
  /// The status of the refusal; 0: it may go on.
  int Checked(Headers headers, const std::string& target = "/mcp", const std::string& method = "POST") {
    const auto refused = Ask(method, target, std::move(headers));
    return refused ? refused->status : 0;
  }
  /// The cookie of a login by that token, as a browser sends it.
  std::string LoggedIn(const std::string& token) {
    const auto set = Find(*Ask("GET", "/login?token=" + token, {}), "Set-Cookie");
    return set.substr(0, set.find(';'));
  }

  test::MovableClock clock;
  Guard guard{SomeTokens(), {}, clock};
  std::string actor;
  Request request;
};

TEST_F(GuardTest, WantsATokenAlways) {
  EXPECT_EQ(Checked({{"authorization", "Bearer secret"}}), 0);
  EXPECT_EQ(Checked({{"host", "localhost:3000"}, {"authorization", "Bearer secret"}}, "/api/v1/status"), 0);
  for (const auto* given : {"", "secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Basic secret"})
    EXPECT_EQ(Checked({{"authorization", given}}), 401) << given;
  EXPECT_EQ(Checked({}), 401);
  EXPECT_EQ(Checked({}, "/healthz"), 0);
}

TEST_F(GuardTest, NoPageFromElsewhereMayAsk) {
  for (const auto* host : {"", "evil.example", "evil.example:3000", "127.0.0.1", "127.0.0.1:3001",
                           "127.0.0.1:3000.evil", "127.0.0.1:3000, evil.example"})
    EXPECT_EQ(Checked({{"host", host}, {"authorization", "Bearer secret"}}), 403) << host;
  for (const auto* origin : {"null", "https://evil.example", "http://127.0.0.1:3001", "http://localhost:3000.evil"})
    for (const auto* target : {"/mcp", "/login?token=ruling", "/logout", "/api/v1/events"})
      EXPECT_EQ(Checked({{"origin", origin}, {"authorization", "Bearer secret"}}, target), 403) << origin << target;
  EXPECT_EQ(Checked({{"origin", "http://localhost:3000"}, {"authorization", "Bearer secret"}}), 0);
}

TEST_F(GuardTest, AProgramIsNeverTakenForAPerson) {
  for (const auto& [given, held] :
       std::map<std::string, std::string>{{"", "agent"}, {"person", "agent"}, {"model", "model"}}) {
    actor = given;
    Checked({{"authorization", "Bearer secret"}});
    EXPECT_EQ(request.actor, held) << given;
  }
}

TEST_F(GuardTest, ARolesTokenMakesAPersonWhoMayAskToBeHeldToLess) {
  for (const auto& [role, token] : SomeTokens().persons) {
    actor = "";
    EXPECT_EQ(Checked({{"authorization", "Bearer " + token}}), 0);
    EXPECT_EQ(request.role, role);
    EXPECT_EQ(request.actor, "");
    actor = "model";
    Checked({{"authorization", "Bearer " + token}});
    EXPECT_EQ(request.actor, "model");
  }
}

TEST_F(GuardTest, ALinkLogsABrowserIn) {
  const auto answer = Ask("GET", "/login?token=approving", {}).value();
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(Find(answer, "Location"), "/");
  const auto cookie = Find(answer, "Set-Cookie");
  EXPECT_THAT(cookie, StartsWith("docktor-3000="));
  EXPECT_THAT(cookie, HasSubstr("; Path=/; "));
  EXPECT_THAT(cookie, HasSubstr("; HttpOnly; SameSite=Strict"));
  EXPECT_THAT(cookie, Not(HasSubstr("approving"))) << "an id, not the token";
  EXPECT_EQ(Checked({{"cookie", cookie.substr(0, cookie.find(';'))}}, "/api/v1/status", "GET"), 0);
  EXPECT_EQ(request.role, Role::kApprover);
  EXPECT_EQ(request.actor, "");
}

TEST_F(GuardTest, APageLogsInByItsToken) {
  const auto answer = Ask("POST", "/login", {{"origin", kOrigin}}, R"({"token":"viewing"})").value();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(answer.body, HasSubstr("viewer"));
  EXPECT_THAT(Find(answer, "Set-Cookie"), StartsWith("docktor-3000="));
  for (const auto* body : {"", "x", "[]", "{}", R"({"token":1})", R"({"token":"view"})", R"({"token":""})"})
    EXPECT_EQ(Ask("POST", "/login", {{"origin", kOrigin}}, body).value().status, 401) << body;
}

TEST_F(GuardTest, WhatIsWrongIsToldLateAndLogsNobodyIn) {
  for (const auto* target :
       {"/login", "/login?token=", "/login?token=secret", "/login?token=rulin", "/login?token=%z"}) {
    const auto answer = Ask("GET", target, {}).value();
    EXPECT_EQ(answer.status, 401) << target;
    EXPECT_TRUE(answer.guessed) << target;
    EXPECT_EQ(Find(answer, "Set-Cookie"), "");
  }
  EXPECT_TRUE(Ask("GET", "/metrics", {{"authorization", "Bearer wrong"}}).value().guessed);
  EXPECT_TRUE(Ask("GET", "/metrics", {{"cookie", "docktor-3000=wrong"}}).value().guessed);
  EXPECT_FALSE(Ask("GET", "/metrics", {}).value().guessed) << "nothing was guessed";
}

TEST_F(GuardTest, ALoginChangesSomethingFromItsOwnPageOnly) {
  const auto cookie = LoggedIn("ruling");
  EXPECT_EQ(Checked({{"cookie", cookie}}, "/api/v1/approve"), 403) << "no Origin: not from the page";
  EXPECT_EQ(Checked({{"cookie", cookie}, {"origin", kOrigin}}, "/api/v1/approve"), 0);
  EXPECT_EQ(Checked({{"cookie", cookie}}, "/api/v1/status", "GET"), 0);
  const Headers socket{{"cookie", cookie}, {"upgrade", "websocket"}};
  EXPECT_EQ(Checked(socket, "/api/v1/events", "GET"), 403) << "nor does a WebSocket open from elsewhere";
}

TEST_F(GuardTest, ALoginEndsByLogout) {
  const auto cookie = LoggedIn("ruling");
  EXPECT_EQ(Checked({{"cookie", cookie}}, "/logout"), 403);
  EXPECT_EQ(Checked({{"cookie", cookie}, {"origin", kOrigin}}, "/logout", "GET"), 405);
  const auto answer = Ask("POST", "/logout", {{"cookie", cookie}, {"origin", kOrigin}}).value();
  EXPECT_EQ(answer.status, 200);
  EXPECT_THAT(Find(answer, "Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(Checked({{"cookie", cookie}}, "/api/v1/status", "GET"), 401);
}

TEST_F(GuardTest, ALoginEndsWithoutUseAndInTheEndWithIt) {
  const auto idle = LoggedIn("viewing"), used = LoggedIn("ruling");
  Duration passed{0};
  for (; passed < Logins::kLongest - 6h; passed += 6h) {
    EXPECT_EQ(Checked({{"cookie", used}}, "/metrics", "GET"), 0) << ToText(passed);
    EXPECT_EQ(request.role, Role::kAdmin);
    clock.Advance(6h);
  }
  EXPECT_EQ(Checked({{"cookie", idle}}, "/metrics", "GET"), 401);
  clock.Advance(6h);
  EXPECT_EQ(Checked({{"cookie", used}}, "/metrics", "GET"), 401);
}

TEST_F(GuardTest, ARoleHasNoMoreThanSoManyLoginsAndTakesNoOthersPlace) {
  const auto admin = LoggedIn("ruling");
  clock.Advance(1s);
  const auto first = LoggedIn("viewing");
  clock.Advance(1s);
  const auto second = LoggedIn("viewing");
  for (std::size_t i = 1; i < Logins::kMost; ++i) LoggedIn("viewing");
  EXPECT_EQ(Checked({{"cookie", first}}, "/metrics", "GET"), 401);
  EXPECT_EQ(Checked({{"cookie", second}}, "/metrics", "GET"), 0);
  EXPECT_EQ(Checked({{"cookie", admin}}, "/metrics", "GET"), 0);
}

TEST_F(GuardTest, ALoginIsHeldUntilItEndsAndBeingLookedAtIsNoUse) {
  const auto cookie = LoggedIn("viewing");
  EXPECT_EQ(Checked({{"cookie", cookie}}, "/api/v1/events", "GET"), 0);
  const auto login = request.login;
  EXPECT_THAT(cookie, Not(HasSubstr(login))) << "no secret";
  for (Duration passed{0}; passed < Logins::kIdle; passed += 1h) {
    EXPECT_TRUE(guard.Holds(login)) << ToText(passed);
    clock.Advance(1h);
  }
  EXPECT_FALSE(guard.Holds(login));
  Checked({{"authorization", "Bearer viewing"}});
  EXPECT_EQ(request.login, "") << "a token ends with the daemon";
}

TEST_F(GuardTest, ALogoutEndsTheLoginsHold) {
  const auto cookie = LoggedIn("viewing");
  Checked({{"cookie", cookie}}, "/api/v1/events", "GET");
  const auto login = request.login;
  EXPECT_EQ(Ask("POST", "/logout", {{"cookie", cookie}, {"origin", kOrigin}}).value().status, 200);
  EXPECT_FALSE(guard.Holds(login));
}

TEST_F(GuardTest, WhoHasNoTokenYetHasLittleToSay) {
  const Headers small{{"content-length", "4096"}}, large{{"content-length", "4097"}},
      endless{{"transfer-encoding", "chunked"}};
  for (const auto* path : {"/login", "/"}) {
    Request request_of{.method = "GET", .target = path, .headers = small};
    request_of.headers["host"] = kHost;
    EXPECT_FALSE(guard.Check(request_of)) << path;
    for (const auto& headers : {large, endless}) {
      request_of.headers = headers;
      request_of.headers["host"] = kHost;
      EXPECT_EQ(guard.Check(request_of).value().status, 413) << path;
    }
  }
}

TEST(Guard, MetricsAreOpenWhereThatIsSaid) {
  const test::MovableClock clock;
  Guard open(SomeTokens(), {.open_metrics = true}, clock);
  for (const auto& [path, status] :
       std::map<std::string, int>{{"/metrics", 0}, {"/metrics/x", 401}, {"/api/v1/metrics", 401}}) {
    Request request{.method = "GET", .target = path, .headers = {{"host", kHost}}};
    const auto refused = open.Check(request);
    EXPECT_EQ(refused ? refused->status : 0, status) << path;
    request.headers["host"] = "evil.example";
    EXPECT_EQ(open.Check(request).value().status, 403) << path;
  }
}

TEST(Guard, TheCookieOfWhatIsEncryptedStaysThere) {
  const test::MovableClock clock;
  for (const auto* url : {"", "http://docktor.example", "https://docktor.example"}) {
    Guard guard(SomeTokens(), {.public_url = url}, clock);
    Request request{.method = "GET", .target = "/login?token=ruling", .headers = {{"host", kHost}}};
    const auto cookie = Find(Answered(guard, request).value(), "Set-Cookie");
    EXPECT_EQ(cookie.ends_with("; Secure"), std::string(url).starts_with("https")) << url;
  }
}

struct Called {
  Entrance entrance;
  std::set<std::string> ours, others;  ///< hosts
  std::set<std::string> pages, other_pages;
  std::string url;
};
void Holds(const Called& called) {
  const Names names(called.entrance);
  for (const auto& host : called.ours) EXPECT_TRUE(names.IsOurs(host)) << host;
  for (const auto& host : called.others) EXPECT_FALSE(names.IsOurs(host)) << host;
  for (const auto& page : called.pages) EXPECT_TRUE(names.IsOurPage(page)) << page;
  for (const auto& page : called.other_pages) EXPECT_FALSE(names.IsOurPage(page)) << page;
  EXPECT_EQ(names.Url(), called.url);
}

TEST(Names, OfThisMachineAlone) {
  Holds({.entrance = {},
         .ours = {"127.0.0.1:3000", "localhost:3000", "LOCALHOST:3000", "[::1]:3000"},
         .others = {"", ":3000", "127.0.0.1", "127.0.0.1:3001", "192.168.1.5:3000", "evil.example:3000"},
         .pages = {"http://localhost:3000"},
         .other_pages = {"null", "https://localhost:3000", "http://localhost", "http://192.168.1.5:3000"},
         .url = "http://127.0.0.1:3000"});
  Holds({.entrance = {.address = {"127.0.0.2", 80}},
         .ours = {"127.0.0.2", "127.0.0.2:80", "localhost"},
         .others = {"127.0.0.3", "localhost:8080"},
         .pages = {"http://127.0.0.2"},
         .other_pages = {"http://127.0.0.3"},
         .url = "http://127.0.0.2:80"});
}

TEST(Names, OfAWebServerBeforeIt) {
  Holds({.entrance = {.public_url = "https://docktor.example"},
         .ours = {"docktor.example", "Docktor.Example", "127.0.0.1:3000"},
         .others = {"docktor.example:3000", "docktor.example:443", "x.docktor.example"},
         .pages = {"https://docktor.example", "http://127.0.0.1:3000"},
         .other_pages = {"http://docktor.example", "https://docktor.example:444", "https://docktor.example.evil"},
         .url = "https://docktor.example"});
  Holds({.entrance = {.public_url = "http://box:8080"},
         .ours = {"box:8080"},
         .others = {"box", "box:3000"},
         .pages = {"http://box:8080"},
         .other_pages = {"http://box", "https://box:8080"},
         .url = "http://box:8080"});
}

TEST(Names, OfAllItsAddressesAreNumbersOnly) {
  Holds({.entrance = {.address = {"0.0.0.0", 3000}},
         .ours = {"192.168.1.5:3000", "[fe80::1]:3000", "localhost:3000"},
         .others = {"192.168.1.5", "192.168.1.5.evil.example:3000", "fe80::1:3000", "box:3000", "[x]:3000"},
         .pages = {"http://192.168.1.5:3000"},
         .other_pages = {"https://192.168.1.5:3000", "http://box:3000"},
         .url = "http://127.0.0.1:3000"});
}

TEST(Names, OfItsCertificate) {
  const test::MadeFolder folder;
  test::MadeAuthority().WritePair(folder.path(), "192.168.1.5", 1, "DNS:*.box.example,DNS:docktor.example");
  const auto tls = Tls::Read(folder.path() / "cert.pem", folder.path() / "key.pem");
  ASSERT_TRUE(tls) << tls.error().message;
  Holds({.entrance = {.address = {"0.0.0.0", 443}, .tls = *tls},
         .ours = {"docktor.example", "docktor.example:443", "a.box.example", "10.0.0.1"},
         .others = {"box.example", "a.b.box.example", ".box.example", "example", "", "docktor.example:3000"},
         .pages = {"https://docktor.example", "https://localhost"},
         .other_pages = {"http://docktor.example", "https://evil.example"},
         .url = "https://docktor.example:443"});
}

/// The status that a cookie is answered with by a daemon that has started anew with these tokens.
int AfterARestart(const std::filesystem::path& file, const std::string& cookie, const Clock& clock, Tokens tokens) {
  Guard guard(std::move(tokens), {.logins = file}, clock);
  Request request{.method = "GET", .target = "/metrics", .headers = {{"host", kHost}, {"cookie", cookie}}};
  const auto refused = guard.Check(request);
  return refused ? refused->status : 0;
}

TEST(Guard, LoginsOutliveARestartAsLongAsTheirTokenIsThere) {
  const test::MovableClock clock;
  const test::MadeFolder folder;
  const auto file = folder.path() / "logins.json";
  std::string cookie;
  {
    Guard guard(SomeTokens(), {.logins = file}, clock);
    Request request{.method = "GET", .target = "/login?token=ruling", .headers = {{"host", kHost}}};
    const auto set = Find(Answered(guard, request).value(), "Set-Cookie");
    cookie = set.substr(0, set.find(';'));
  }
  EXPECT_EQ(AfterARestart(file, cookie, clock, SomeTokens()), 0);
  auto others = SomeTokens();
  others.persons[Role::kAdmin] = "another";
  EXPECT_EQ(AfterARestart(file, cookie, clock, others), 401);
  folder.Write("logins.json", "{broken");
  EXPECT_EQ(AfterARestart(file, cookie, clock, SomeTokens()), 401);
}

TEST(Cookie, IsFoundAmongOthers) {
  const Cookie cookie(3000, "/");
  for (const auto* header : {"docktor-3000=id", "a=b; docktor-3000=id", "docktor-3001=other;docktor-3000=id; c=d"})
    EXPECT_EQ(cookie.Read(header), "id") << header;
  for (const auto* header : {"", ";", "docktor-3000", "xdocktor-3000=id", "docktor-30001=id", "docktor=id"})
    EXPECT_EQ(cookie.Read(header), std::nullopt) << header;
}

TEST(Guard, BelowAPathItSendsAndReadsThere) {
  const test::MovableClock clock;
  Guard guard(SomeTokens(), {.base_path = "/docktor"}, clock);
  Request request{.method = "GET", .target = "/login?token=ruling", .headers = {{"host", kHost}}};
  const auto answer = Answered(guard, request).value();
  EXPECT_EQ(Find(answer, "Location"), "/docktor/");
  EXPECT_THAT(Find(answer, "Set-Cookie"), HasSubstr("; Path=/docktor/; "));
  for (const auto* target : {"/docktor/services/web?x=1", "/services/web?x=1"}) {  // a proxy may have taken it off
    request = {.method = "GET", .target = target, .headers = {{"host", kHost}}};
    EXPECT_FALSE(guard.Check(request)) << target;
    EXPECT_EQ(request.target, "/services/web?x=1");
    EXPECT_EQ(request.base_path, "/docktor");
  }
  request = {.method = "GET", .target = "/docktor/api/v1/status", .headers = {{"host", kHost}}};
  EXPECT_EQ(guard.Check(request).value().status, 401);
}

TEST(Guard, ThePageItselfIsForEverybodyHere) {
  const test::MovableClock clock;
  Guard guard(SomeTokens(), {}, clock);
  for (const auto* path : {"/", "/services/web", "/assets/index-1.js", "/index.html"}) {
    Request request{.method = "GET", .target = path, .headers = {{"host", kHost}}};
    EXPECT_FALSE(guard.Check(request)) << path;
    request.headers["host"] = "evil.example";
    EXPECT_EQ(guard.Check(request).value().status, 403) << path;
  }
  for (const auto* path :
       {"/api", "/api/v1", "/api/v1/status", "/mcp", "/metrics", "/readyz", "/logout", "/mcp/", ""}) {
    Request request{.method = "GET", .target = path, .headers = {{"host", kHost}}};
    EXPECT_EQ(guard.Check(request).value().status, 401) << path;
  }
}

}  // namespace
}  // namespace docktor::serve
