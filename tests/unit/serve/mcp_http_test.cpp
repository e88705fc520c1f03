#include "serve/mcp/http.h"

#include <atomic>

#include <gmock/gmock.h>

namespace docktor::serve::mcp {
namespace {

using testing::HasSubstr;

using Headers = std::map<std::string, std::string>;

std::string Stateless(const std::string& method, const std::string& more = "") {
  return R"({"jsonrpc":"2.0","id":7,"method":")" + method +
         R"(","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
         R"("io.modelcontextprotocol/clientCapabilities":{}})" +
         more + "}}";
}

class McpHttp : public testing::Test {
 protected:
  static Offer Sample() {
    Offer offer{.name = "sample", .version = "1"};
    offer.tools.push_back(
        {.name = "echo", .call = [](const Call& call) { return AnswerOf(Result<json::value>(call.arguments)); }});
    offer.tools.push_back({.name = "ask", .talks = true, .call = AskTheName});
    return offer;
  }
  /// Asks once, with a state of its own.
  static ToolAnswer AskTheName(const Call& call) {
    if (call.answers.contains("name") && (call.state.empty() || call.state == "asked"))
      return AnswerOf(json::value(call.answers));
    const json::object request{{"method", "elicitation/create"}, {"params", json::object{{"message", "who?"}}}};
    return {.wanted = Wanted{{{"name", request}}, "asked"}};
  }
  static Response Done(HttpDoor::Way way) {
    if (auto* errand = std::get_if<Errand>(&way)) return (*errand)();
    return std::holds_alternative<Response>(way) ? std::get<Response>(std::move(way)) : Response{.status = 299};
  }
  Response Post(const std::string& body, const Headers& headers = {}) {
    return Done(door.Take({.method = "POST", .headers = headers, .body = body}));
  }
  std::string BeginSession(const std::string& capabilities = R"({"elicitation":{}})",
                           const std::string& version = "2025-11-25") {
    const auto began = Post(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" + version +
                            R"(","capabilities":)" + capabilities + "}}");
    for (const auto& [name, value] : began.headers)
      if (name == "Mcp-Session-Id") return value;
    return {};
  }
  Server server{Sample()};
  HttpDoor door{server};
};

TEST_F(McpHttp, AnswersWithAndWithoutAHandshake) {
  const auto list = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
  EXPECT_EQ(Post(list).status, 200);
  EXPECT_EQ(Post(list, {{"mcp-protocol-version", "2025-11-25"}}).status, 200);
  EXPECT_EQ(Post(list, {{"mcp-protocol-version", "1999-01-01"}}).status, 400);
  EXPECT_EQ(Post(R"({"jsonrpc":"2.0","id":1,"method":"nix"})").status, 200);
  EXPECT_EQ(Post(R"({"jsonrpc":"2.0","method":"notifications/initialized"})").status, 202);
  EXPECT_EQ(Post("[]").status, 400);
  EXPECT_EQ(Post("{").status, 400);
}

TEST_F(McpHttp, OnlyPostIsAnswered) {
  for (const auto* method : {"GET", "DELETE", "PUT"})
    EXPECT_EQ(Done(door.Take({.method = method})).status, 405) << method;
}

TEST_F(McpHttp, HeadersRepeatWhatTheBodySays) {
  const Headers right{{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tools/call"}, {"mcp-name", " echo "}};
  const auto call = Stateless("tools/call", R"(,"name":"echo","arguments":{})");
  EXPECT_EQ(Post(call, right).status, 200);
  auto coded = right;
  coded["mcp-name"] = "=?base64?ZWNobw==?=";
  EXPECT_EQ(Post(call, coded).status, 200);
  for (const auto& [name, value] : right) {
    auto wrong = right;
    wrong[name] = "other";
    const auto mismatch = Post(call, wrong);
    EXPECT_EQ(mismatch.status, 400) << name;
    EXPECT_THAT(mismatch.body, HasSubstr("-32020")) << name;
    wrong.erase(name);
    EXPECT_EQ(Post(call, wrong).status, 400) << name;
  }
}

TEST_F(McpHttp, TheStatusSaysTheSameInTheStatelessEra) {
  const auto headers = [](const std::string& method) {
    return Headers{{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", method}, {"mcp-name", "nix"}};
  };
  EXPECT_EQ(Post(Stateless("nix"), headers("nix")).status, 404);
  EXPECT_EQ(Post(Stateless("ping"), headers("ping")).status, 404);
  EXPECT_EQ(Post(Stateless("tools/call", R"(,"name":"nix")"), headers("tools/call")).status, 400);
  EXPECT_EQ(Post(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})", headers("tools/list")).status, 400)
      << "the body does not name its revision";
}

TEST_F(McpHttp, ASessionLastsUntilItIsEnded) {
  const auto session = BeginSession();
  ASSERT_EQ(session.size(), 32u);
  const auto ping = R"({"jsonrpc":"2.0","id":1,"method":"ping"})";
  EXPECT_EQ(Post(ping, {{"mcp-session-id", session}}).status, 200);
  EXPECT_EQ(Done(door.Take({.method = "DELETE", .headers = {{"mcp-session-id", session}}})).status, 204);
  EXPECT_EQ(Post(ping, {{"mcp-session-id", session}}).status, 404);
  EXPECT_EQ(Done(door.Take({.method = "DELETE", .headers = {{"mcp-session-id", session}}})).status, 404);
  EXPECT_EQ(Post(ping).status, 200) << "without one as before";
}

TEST_F(McpHttp, TheLongestSilentSessionGivesWay) {
  const auto first = BeginSession();
  for (std::size_t i = 0; i < HttpSessions::kMost; ++i) BeginSession();
  EXPECT_EQ(Post(R"({"jsonrpc":"2.0","id":1,"method":"ping"})", {{"mcp-session-id", first}}).status, 404);
}

TEST_F(McpHttp, ABatchIsAnsweredByAnArrayWhereTheRevisionHasThem) {
  const auto batch =
      R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/initialized"},)"
      R"({"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo"}}])";
  for (const auto& headers : {Headers{}, Headers{{"mcp-protocol-version", "2025-03-26"}}}) {
    const auto response = Post(batch, headers);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(ParseJson(response.body).value().as_array().size(), 2U) << response.body;
  }
  for (const auto* version : {"2025-06-18", "2025-11-25", "2026-07-28", "1999-01-01"}) {
    const auto response = Post(batch, {{"mcp-protocol-version", version}});
    EXPECT_EQ(response.status, 400) << version;
    EXPECT_THAT(response.body, HasSubstr("has no batches"));
  }
  EXPECT_EQ(Post("[]").status, 400);
  EXPECT_EQ(Post(R"([{"jsonrpc":"2.0","method":"notifications/initialized"}])").status, 202);
}

TEST_F(McpHttp, OfASessionItsOwnRevisionCounts) {
  const auto batch = R"([{"jsonrpc":"2.0","id":1,"method":"ping"}])";
  EXPECT_EQ(Post(batch, {{"mcp-session-id", BeginSession("{}", "2025-03-26")}}).status, 200);
  EXPECT_EQ(Post(batch, {{"mcp-session-id", BeginSession("{}", "2025-11-25")}}).status, 400);
  EXPECT_EQ(Post(batch, {{"mcp-session-id", "nobody"}}).status, 404);
}

/// Where the items of a stream go, and where the client's answer to what it was asked comes from.
class Talking final : public operations::Sink {
 public:
  explicit Talking(std::function<void(const json::value&)> on_item) : on_item_(std::move(on_item)) {}
  void Item(json::value item) override { on_item_(item); }
  void End(Status) override { ended = true; }
  void Keep(std::shared_ptr<void>) override {}
  bool Wanted() const override { return !gone; }
  std::atomic<bool> gone = false;
  bool ended = false;

 private:
  std::function<void(const json::value&)> on_item_;
};

class McpHttpTalk : public McpHttp {
 protected:
  static constexpr auto kAsk = R"({"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"ask"}})";
  /// What comes on the stream of a call of `ask`, whose client answers with `answer`; empty: it hangs up.
  std::vector<json::value> Ask(const std::string& session, const std::string& answer,
                               const std::string& request = kAsk) {
    auto way = door.Take({.method = "POST",
                          .headers = {{"mcp-session-id", session}, {"accept", "application/json, text/event-stream"}},
                          .body = request});
    EXPECT_TRUE(std::holds_alternative<EventStream>(way));
    std::vector<json::value> heard;
    std::shared_ptr<Talking> sink;
    sink = std::make_shared<Talking>([&](const json::value& item) {
      heard.push_back(item);
      if (!item.is_object() || !item.get_object().contains("method")) return;
      if (answer.empty()) sink->gone = true;
      const bool cancels = answer.find("cancelled") != std::string::npos;
      const auto id = cancels ? "" : R"("id":)" + WriteJson(item.at("id")) + ",";
      const auto reply = R"({"jsonrpc":"2.0",)" + id + answer + "}";
      if (!answer.empty()) {
        EXPECT_EQ(Post(reply, {{"mcp-session-id", session}}).status, 202);
      }
    });
    std::get<EventStream>(way).run(sink);
    EXPECT_TRUE(sink->ended);
    return heard;
  }
};

TEST_F(McpHttpTalk, AToolAsksOverTheStreamOfItsCall) {
  const auto heard = Ask(BeginSession(), R"("result":{"action":"accept","content":{"name":"Ada"}})");
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_EQ(heard[0].at("method"), "elicitation/create");
  EXPECT_THAT(WriteJson(heard[1]), HasSubstr("Ada"));
  EXPECT_EQ(heard[1].at("id"), 5);
}

TEST_F(McpHttpTalk, AToolOfABatchAsksOverItsStreamToo) {
  const auto heard = Ask(BeginSession(R"({"elicitation":{}})", "2025-03-26"), R"("result":{"content":{"name":"Ada"}})",
                         std::string("[") + kAsk + R"(,{"jsonrpc":"2.0","id":6,"method":"ping"}])");
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_EQ(heard[0].at("method"), "elicitation/create");
  EXPECT_THAT(WriteJson(heard[1].at(0)), HasSubstr("Ada"));
  EXPECT_EQ(heard[1].at(1).at("id"), 6);
}

TEST_F(McpHttpTalk, AClientThatCannotBeAskedOrHasGoneIsToldApart) {
  EXPECT_THAT(WriteJson(Ask(BeginSession("{}"), "").at(0)), HasSubstr("cannot be"));
  EXPECT_THAT(WriteJson(Ask(BeginSession(), "").at(1)), HasSubstr("has gone"));
  EXPECT_THAT(WriteJson(Ask(BeginSession(), R"("error":{"code":-1,"message":"not now"})").at(1)), HasSubstr("not now"));
}

TEST_F(McpHttpTalk, ACancelledCallIsWaitedForNoLonger) {
  const auto session = BeginSession();
  const auto heard = Ask(session, R"("method":"notifications/cancelled","params":{"requestId":5})");
  EXPECT_THAT(WriteJson(heard.at(1)), HasSubstr("cancelled"));
}

TEST_F(McpHttpTalk, OneThatTakesOnlyAddressesIsNotSentAForm) {
  EXPECT_THAT(WriteJson(Ask(BeginSession(R"({"elicitation":{"url":{}}})"), "").at(0)), HasSubstr("cannot be"));
  EXPECT_EQ(Ask(BeginSession(R"({"elicitation":{"form":{}}})"), R"("result":{})").size(), 2u);
}

TEST_F(McpHttpTalk, AnAnswerOfAnotherSessionDoesNotCount) {
  const auto other = BeginSession();
  const auto reply = R"({"jsonrpc":"2.0","id":"docktor-1","result":{}})";
  EXPECT_EQ(Post(reply, {{"mcp-session-id", other}}).status, 202);
}

class McpHttpAsk : public McpHttp {
 protected:
  json::object Call(const std::string& more, const std::string& capabilities = R"({"elicitation":{}})") {
    const auto body = R"({"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"_meta":{)"
                      R"("io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
                      R"("io.modelcontextprotocol/clientCapabilities":)" +
                      capabilities + R"(},"name":"ask")" + more + "}}";
    const auto response =
        Post(body, {{"mcp-protocol-version", "2026-07-28"}, {"mcp-method", "tools/call"}, {"mcp-name", "ask"}});
    status = response.status;
    return ParseJson(response.body).value().as_object();
  }
  std::string State() { return std::string(Call("").at("result").at("requestState").as_string()); }
  int status = 0;
};

TEST_F(McpHttpAsk, TheClientComesBackWithTheAnswers) {
  const auto asked = Call("").at("result").as_object();
  EXPECT_EQ(asked.at("resultType"), "input_required");
  EXPECT_EQ(asked.at("inputRequests").at("name").at("method"), "elicitation/create");
  const auto state = std::string(asked.at("requestState").as_string());
  const auto done = Call(R"(,"requestState":")" + state + R"(","inputResponses":{"name":{"action":"accept"},"x":3})");
  EXPECT_EQ(done.at("result").at("resultType"), "complete");
}

TEST_F(McpHttpAsk, AStateThatWasChangedOrIsOfSomethingElseIsRefused) {
  const auto state = State();
  for (const auto& wrong : {state + "x", std::string("x.1.asked"), state.substr(1), std::string()}) {
    const auto refused = Call(R"(,"requestState":")" + wrong + R"(","inputResponses":{"name":{}})");
    EXPECT_TRUE(refused.contains("error")) << wrong;
    EXPECT_EQ(status, 400);
  }
  Call(R"(,"arguments":{"other":1},"requestState":")" + state + R"(","inputResponses":{"name":{}})");
  EXPECT_EQ(status, 400) << "it was for other arguments";
}

TEST_F(McpHttpAsk, AClientThatCannotBeAskedIsTold) {
  const auto refused = Call("", R"({"sampling":{}})");
  EXPECT_EQ(status, 400);
  EXPECT_EQ(refused.at("error").at("code"), -32021);
  EXPECT_TRUE(refused.at("error").at("data").at("requiredCapabilities").as_object().contains("elicitation"));
}

TEST(Seal, OpensWhatItClosedForTenMinutes) {
  const Seal seal;
  const Instant now{1'700'000'000s};
  const auto sealed = seal.Close("a.b", "here", now);
  EXPECT_EQ(seal.Open(sealed, "here", now + 9min), "a.b");
  EXPECT_EQ(seal.Open(sealed, "here", now + 11min), std::nullopt);
  EXPECT_EQ(seal.Open(sealed, "there", now), std::nullopt);
  EXPECT_EQ(Seal().Open(sealed, "here", now), std::nullopt) << "of another process";
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_TRUE(changed == sealed || !seal.Open(changed, "here", now)) << i;
  }
}

}  // namespace
}  // namespace docktor::serve::mcp
