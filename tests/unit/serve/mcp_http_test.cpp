#include "serve/mcp/http.h"

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
        {.name = "echo", .call = [](const json::object& given) { return AnswerOf(Result<json::value>(given)); }});
    return offer;
  }
  Response Post(const std::string& body, const Headers& headers = {}) const {
    return AnswerHttp(server, {.method = "POST", .headers = headers, .body = body});
  }
  Server server{Sample()};
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
    EXPECT_EQ(AnswerHttp(server, {.method = method}).status, 405) << method;
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

}  // namespace
}  // namespace docktor::serve::mcp
