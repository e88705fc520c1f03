#include "serve/mcp/server.h"

#include <future>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>

#include "serve/mcp/batch.h"
#include "serve/mcp/stdio.h"

namespace docktor::serve::mcp {
namespace {

using testing::HasSubstr;

constexpr auto kStateless =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}})";

Offer Sample() {
  Offer offer{.name = "sample", .version = "1"};
  offer.tools.push_back(
      {.name = "echo", .call = [](const Call& call) { return AnswerOf(Result<json::value>(call.arguments)); }});
  offer.tools.push_back(
      {.name = "fail", .call = [](const Call&) { return AnswerOf(Fail(Errc::kDenied, "no", "ask")); }});
  offer.resources.push_back({.uri = "a://b/{id}", .read = [](const std::string& id) -> Result<ResourceContent> {
                               if (id == "1") return ResourceContent{"one"};
                               return Fail(Errc::kNotFound, "no such thing");
                             }});
  return offer;
}

class McpServer : public testing::Test {
 protected:
  json::object Ask(const std::string& method, const std::string& params = "{}") const {
    const auto text = R"({"jsonrpc":"2.0","id":7,"method":")" + method + R"(","params":)" + params + "}";
    return server.Answer(ParseJson(text).value()).value();
  }
  static std::int64_t CodeOf(const json::object& answer) { return answer.at("error").at("code").as_int64(); }

  Server server{Sample()};
};

TEST_F(McpServer, AnswersWithoutAHandshake) {
  EXPECT_EQ(Ask("tools/list").at("result").at("tools").as_array().size(), 2U);
  EXPECT_EQ(Ask("ping").at("result"), json::value(json::object{}));
}

TEST_F(McpServer, SpeaksTheRevisionAskedForOrItsNewest) {
  for (const auto* version : {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    EXPECT_EQ(Ask("initialize", R"({"protocolVersion":")" + std::string(version) + R"("})")
                  .at("result")
                  .at("protocolVersion"),
              json::value(version));
  for (const auto* params : {R"({"protocolVersion":"2024-06-01"})", "{}"})
    EXPECT_EQ(Ask("initialize", params).at("result").at("protocolVersion"), json::value("2025-11-25"));
}

TEST_F(McpServer, ARequestThatNamesItsRevisionIsAnsweredInIt) {
  const auto found = Ask("server/discover", "{" + std::string(kStateless) + "}").at("result");
  EXPECT_EQ(found.at("resultType"), json::value("complete"));
  EXPECT_EQ(found.at("_meta").at("io.modelcontextprotocol/serverInfo").at("name"), json::value("sample"));
  EXPECT_TRUE(found.at("ttlMs").is_int64());
  EXPECT_EQ(CodeOf(Ask("ping", "{" + std::string(kStateless) + "}")), kMethodNotFound);
  EXPECT_EQ(CodeOf(Ask("initialize", "{" + std::string(kStateless) + "}")), kMethodNotFound);
}

TEST_F(McpServer, RefusesARevisionThatItDoesNotKnow) {
  const auto answer = Ask("tools/list", R"({"_meta":{"io.modelcontextprotocol/protocolVersion":"2031-01-01"}})");
  EXPECT_EQ(CodeOf(answer), kUnsupportedVersion);
  EXPECT_EQ(answer.at("error").at("data").at("requested"), json::value("2031-01-01"));
}

TEST_F(McpServer, WantsTheClientsCapabilities) {
  const auto answer = Ask("tools/list", R"({"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}})");
  EXPECT_EQ(CodeOf(answer), kInvalidParams);
}

TEST_F(McpServer, CallsTools) {
  const auto echoed = Ask("tools/call", R"({"name":"echo","arguments":{"a":1}})").at("result");
  EXPECT_EQ(echoed.at("structuredContent").at("a"), json::value(1));
  EXPECT_EQ(echoed.at("content").at(0).at("text"), json::value("{\"a\":1}"));
  const auto failed = Ask("tools/call", R"({"name":"fail"})").at("result");
  EXPECT_EQ(failed.at("isError"), json::value(true));
  EXPECT_EQ(failed.at("content").at(0).at("text"), json::value("no\nask"));
  EXPECT_EQ(CodeOf(Ask("tools/call", R"({"name":"nix"})")), kInvalidParams);
  EXPECT_EQ(CodeOf(Ask("tools/call", R"({"name":"echo","arguments":[]})")), kInvalidParams);
}

TEST_F(McpServer, ReadsResources) {
  EXPECT_EQ(Ask("resources/read", R"({"uri":"a://b/1"})").at("result").at("contents").at(0).at("text"),
            json::value("one"));
  for (const auto* uri : {"a://b/2", "a://b/", "x://y"}) {
    EXPECT_EQ(CodeOf(Ask("resources/read", R"({"uri":")" + std::string(uri) + R"("})")), -32002);
    EXPECT_EQ(CodeOf(Ask("resources/read", R"({"uri":")" + std::string(uri) + R"(",)" + kStateless + "}")),
              kInvalidParams);
  }
}

TEST_F(McpServer, WhatIsNoRequestIsToldOrLeftAlone) {
  for (const auto* text : {R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
                           R"({"jsonrpc":"2.0","method":"nix"})", R"({"jsonrpc":"2.0","id":1,"result":{}})"})
    EXPECT_FALSE(server.Answer(ParseJson(text).value())) << text;
  for (const auto* text : {"[]", "{}", "1", R"({"jsonrpc":"1.0","id":1,"method":"ping"})",
                           R"({"jsonrpc":"2.0","id":1})", R"({"jsonrpc":"2.0","id":null,"method":"ping"})"})
    EXPECT_EQ(CodeOf(server.Answer(ParseJson(text).value()).value()), kInvalidRequest) << text;
  EXPECT_EQ(CodeOf(Ask("nix")), kMethodNotFound);
  EXPECT_EQ(CodeOf(Ask("ping", "[]")), kInvalidParams);
}

/// Has a resource that changes, one for each id that does, and one that never does.
Offer Watched() {
  auto offer = Sample();
  offer.resources.front().changes = true;
  offer.resources.push_back({.uri = "a://all", .read = [](const auto&) { return ResourceContent{}; }, .changes = true});
  offer.resources.push_back({.uri = "a://fixed", .read = [](const auto&) { return ResourceContent{}; }});
  offer.resources.push_back({.uri = "a://far/{id}",
                             .read = [](const auto&) { return Fail(Errc::kUnavailable, "nobody is there to ask"); },
                             .changes = true});
  offer.watch = [](const OnChange&) { return std::make_shared<int>(); };
  return offer;
}

struct Unheard final : Line {
  void Send(json::value message) override { sent.push_back(std::move(message.as_object())); }
  void Keep(const json::value&, std::shared_ptr<void> resource) override { kept = std::move(resource); }
  bool Open() const override { return true; }
  std::vector<json::object> sent;
  std::shared_ptr<void> kept;
};

class McpSubscriptions : public testing::Test {
 protected:
  json::object Subscribe(const std::string& uri) {
    const auto text = R"({"jsonrpc":"2.0","id":7,"method":"resources/subscribe","params":{"uri":")" + uri + "\"}}";
    return server.Answer(ParseJson(text).value(), {line, std::make_shared<Session>()}).value();
  }
  std::optional<json::object> Listen(const std::string& uris) {
    const auto text = R"({"jsonrpc":"2.0","id":7,"method":"subscriptions/listen","params":{)" +
                      std::string(kStateless) + R"(,"notifications":{"resourceSubscriptions":[)" + uris + "]}}}";
    return server.Answer(ParseJson(text).value(), {line});
  }
  static std::string Fault(const json::object& answer) { return WriteJson(answer.at("error")); }

  const std::shared_ptr<Unheard> line = std::make_shared<Unheard>();
  Server server{Watched()};
};

TEST_F(McpSubscriptions, AreForWhatIsThereAndChanges) {
  for (const auto* uri : {"a://all", "a://b/1", "a://far/1"}) EXPECT_TRUE(Subscribe(uri).contains("result")) << uri;
  EXPECT_FALSE(Listen(R"("a://all","a://b/1","a://far/1")"));
  EXPECT_TRUE(line->kept);
}

TEST_F(McpSubscriptions, ToWhatIsNotThereOrNeverChangesAreRefused) {
  EXPECT_EQ(Fault(Subscribe("a://nix")),
            R"({"code":-32002,"message":"there is no resource 'a://nix'","data":{"uri":"a://nix"}})");
  EXPECT_THAT(Fault(Subscribe("a://b/2")), HasSubstr("no such thing"));
  EXPECT_THAT(Fault(Subscribe("a://fixed")), HasSubstr("nobody is told of changes of 'a://fixed'"));
  EXPECT_THAT(Fault(Subscribe("")), HasSubstr("there is no resource ''"));
  for (const auto* uris : {R"("a://nix")", R"("a://all","a://b/2")", R"("a://fixed")"})
    EXPECT_THAT(Fault(Listen(uris).value()), HasSubstr(R"("code":-32602)")) << uris;
  EXPECT_FALSE(line->kept);
  EXPECT_TRUE(line->sent.empty()) << "nothing is acknowledged";
}

/// Text that goes on when it is told to, and ends likewise.
class OpenText final : public std::streambuf {
 public:
  OpenText(std::string text, std::string rest) : text_(std::move(text)), rest_(std::move(rest)) { Show(text_); }
  void GoOn() { goes_on_.set_value(); }
  void End() { end_.set_value(); }

 private:
  int_type underflow() override {
    (std::exchange(went_on_, true) ? end_ : goes_on_).get_future().wait();
    if (rest_.empty()) return traits_type::eof();
    Show(text_ = std::exchange(rest_, {}));
    return traits_type::to_int_type(text_.front());
  }
  void Show(std::string& text) { setg(text.data(), text.data(), text.data() + text.size()); }

  std::string text_, rest_;
  bool went_on_ = false;
  std::promise<void> goes_on_, end_;
};

TEST(McpLines, ACancelThatOvertakesItsListenCancelsIt) {
  std::promise<void> cancel_is_taken, released;
  OpenText text(R"({"jsonrpc":"2.0","id":"l","method":"subscriptions/listen","params":{)" + std::string(kStateless) +
                    R"(,"notifications":{"resourceSubscriptions":["a://all"]}}})"
                    "\n",
                R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"l"}})"
                "\n"
                R"({"jsonrpc":"2.0","id":"p","method":"ping"})"
                "\n");
  auto offer = Watched();
  offer.watch = [&](const OnChange&) -> std::shared_ptr<void> {
    text.GoOn();
    cancel_is_taken.get_future().wait();
    return {nullptr, [&](void*) { released.set_value(); }};
  };
  std::istream in(&text);
  std::ostringstream out;
  const Server server(std::move(offer));
  std::jthread serving([&] {
    ServeLines(server, in, out, [&](Direction way, const std::string& line) {
      if (way == Direction::kIn && line.find("ping") != line.npos) cancel_is_taken.set_value();
    });
  });
  EXPECT_EQ(released.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready)
      << "while the client is still there";
  text.End();
}

TEST(McpLines, WhatIsCancelledBeforeItsTurnIsNotDone) {
  constexpr int kMoreThanAtATime = 40;
  std::promise<void> cancel_is_taken;
  const auto taken = cancel_is_taken.get_future().share();
  std::atomic<int> done = 0;
  const auto fine = [] { return AnswerOf(Result<json::value>(json::object{})); };
  Offer offer{.name = "sample", .version = "1"};
  offer.tools.push_back({.name = "slow", .call = [&](const Call&) { return taken.wait(), fine(); }});
  offer.tools.push_back({.name = "act", .call = [&](const Call&) { return ++done, fine(); }});
  std::string lines;
  for (int i = 0; i < kMoreThanAtATime; ++i)
    lines += R"({"jsonrpc":"2.0","id":)" + std::to_string(i) +
             R"(,"method":"tools/call","params":{"name":"slow"}})"
             "\n";
  lines += R"({"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"act"}})"
           "\n"
           R"({"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"a"}})"
           "\n"
           R"({"jsonrpc":"2.0","id":"p","method":"ping"})"
           "\n";
  std::istringstream in(lines);
  std::ostringstream out;
  ServeLines(Server(std::move(offer)), in, out, [&](Direction way, const std::string& line) {
    if (way == Direction::kIn && line.find("ping") != line.npos) cancel_is_taken.set_value();
  });
  EXPECT_EQ(done, 0);
  EXPECT_EQ(out.str().find(R"("id":"a")"), std::string::npos);
}

TEST(McpLines, NobodyWaitsForASlowTool) {
  std::promise<void> quick_is_done;
  Offer offer{.name = "sample", .version = "1"};
  offer.tools.push_back({.name = "slow", .call = [&](const Call&) {
                           quick_is_done.get_future().wait();
                           return AnswerOf(Result<json::value>(json::object{}));
                         }});
  offer.tools.push_back({.name = "quick", .call = [&](const Call&) {
                           quick_is_done.set_value();
                           return AnswerOf(Result<json::value>(json::object{}));
                         }});
  std::istringstream in(R"({"jsonrpc":"2.0","id":"slow","method":"tools/call","params":{"name":"slow"}})"
                        "\n\n"
                        R"({"jsonrpc":"2.0","id":"quick","method":"tools/call","params":{"name":"quick"}})"
                        "\nnonsense\n");
  std::ostringstream out;
  std::vector<std::string> logged;
  ServeLines(Server(std::move(offer)), in, out, [&](Direction, const std::string& line) { logged.push_back(line); });
  EXPECT_THAT(out.str(), HasSubstr(R"("id":"slow","result")"));
  EXPECT_THAT(out.str(), HasSubstr(R"("id":"quick","result")"));
  EXPECT_THAT(out.str(), HasSubstr(R"("code":-32700)"));
  EXPECT_EQ(logged.size(), 6U) << "three in, three out";
}

TEST(McpLines, APingIsAnsweredHoweverManyToolsAreAtWork) {
  std::promise<void> answered;
  const auto ping = answered.get_future().share();
  std::atomic<int> in_vain = 0;
  Offer offer{.name = "sample", .version = "1"};
  offer.tools.push_back({.name = "slow", .call = [&](const Call&) {
                           if (ping.wait_for(std::chrono::seconds(20)) != std::future_status::ready) ++in_vain;
                           return AnswerOf(Result<json::value>(json::object{}));
                         }});
  std::string lines;
  for (int i = 0; i < 40; ++i)
    lines +=
        R"({"jsonrpc":"2.0","id":)" + std::to_string(i) + R"(,"method":"tools/call","params":{"name":"slow"}})" + "\n";
  std::istringstream in(lines + R"({"jsonrpc":"2.0","id":"ping","method":"ping"})");
  std::ostringstream out;
  int answers = 0;
  ServeLines(Server(std::move(offer)), in, out, [&](Direction way, const std::string& line) {
    if (way == Direction::kIn) return;
    ++answers;
    if (line.find(R"("id":"ping")") != line.npos) answered.set_value();
  });
  EXPECT_EQ(in_vain, 0);
  EXPECT_EQ(answers, 41) << "those that were read before the end are answered";
}

std::string Handshake(const std::string& version) {
  return R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":")" + version + R"("}})" + "\n";
}

/// What is answered to `lines`, without the answer to a handshake that stands before them.
std::string Answered(const std::string& lines, const std::string& version = "") {
  std::istringstream in((version.empty() ? "" : Handshake(version)) + lines + "\n");
  std::ostringstream out;
  ServeLines(Server(Sample()), in, out);
  return version.empty() ? out.str() : out.str().substr(out.str().find('\n') + 1);
}

constexpr auto kBatch = R"([{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"echo"}},)"
                        R"({"jsonrpc":"2.0","method":"notifications/initialized"},7,)"
                        R"({"jsonrpc":"2.0","id":"b","method":"ping"},{"jsonrpc":"2.0","id":"c","method":"nix"}])";

TEST(McpBatch, IsAnsweredByOneArrayInItsOrder) {
  for (const auto* version : {"", "2024-11-05", "2025-03-26"}) {
    const auto answers = ParseJson(Answered(kBatch, version)).value().as_array();
    ASSERT_EQ(answers.size(), 4U) << "the notification has none";
    EXPECT_EQ(answers[0].at("id"), "a");
    EXPECT_TRUE(answers[0].as_object().contains("result"));
    EXPECT_EQ(answers[1].at("error").at("code"), json::value(kInvalidRequest));
    EXPECT_EQ(answers[2].at("id"), "b");
    EXPECT_EQ(answers[3].at("error").at("code"), json::value(kMethodNotFound));
  }
}

TEST(McpBatch, IsNotTakenInLaterRevisions) {
  for (const auto* version : {"2025-06-18", "2025-11-25"})
    EXPECT_THAT(Answered(kBatch, version),
                AllOf(HasSubstr("-32600"), HasSubstr(std::string(version) + " has no batches")));
}

TEST(McpBatch, OfNothingOrTooManyIsRefusedAndOfNotificationsNotAnswered) {
  EXPECT_THAT(Answered("[]"), HasSubstr("no message in this batch"));
  std::string many = "[1";
  for (std::size_t i = 1; i <= kMostInBatch; ++i) many += ",1";
  EXPECT_THAT(Answered(many + "]"), AllOf(HasSubstr("batch of 51 messages"), HasSubstr("at most 50")));
  EXPECT_EQ(Answered(R"([{"jsonrpc":"2.0","method":"notifications/initialized"}])"), "");
}

TEST(McpBatch, AHandshakeAndARequestOfTheStatelessEraComeAlone) {
  const auto answers = ParseJson(Answered(R"([{"jsonrpc":"2.0","id":1,"method":"initialize"},[],)"
                                          R"({"jsonrpc":"2.0","id":2,"method":"subscriptions/listen","params":{)" +
                                          std::string(kStateless) + "}}]"))
                           .value()
                           .as_array();
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_THAT(WriteJson(answers[0]), HasSubstr("alone"));
  EXPECT_EQ(answers[1].at("error").at("code"), json::value(kInvalidRequest)) << "no batch within a batch";
  EXPECT_THAT(WriteJson(answers[2]), HasSubstr("alone"));
}

TEST(McpBatch, ItsSlowOnesHoldNobodyUp) {
  std::promise<void> ping_is_answered;
  auto offer = Sample();
  offer.tools.push_back({.name = "slow", .call = [&](const Call&) {
                           ping_is_answered.get_future().wait();
                           return AnswerOf(json::value(json::object{}));
                         }});
  std::istringstream in(R"([{"jsonrpc":"2.0","id":"slow","method":"tools/call","params":{"name":"slow"}},)"
                        R"({"jsonrpc":"2.0","id":"quick","method":"ping"}])"
                        "\n"
                        R"({"jsonrpc":"2.0","id":"ping","method":"ping"})");
  std::ostringstream out;
  ServeLines(Server(std::move(offer)), in, out, [&](Direction way, const std::string& line) {
    if (way == Direction::kOut && line.find(R"("id":"ping")") != line.npos) ping_is_answered.set_value();
  });
  EXPECT_THAT(out.str(), testing::EndsWith(R"("id":"quick","result":{}}])"
                                           "\n"));
}

TEST(McpLines, ALineThatIsTooLongIsRefusedAndTheNextOneRead) {
  std::istringstream in(R"({"jsonrpc":"2.0","id":1,"method":")" + std::string(9 << 20, 'x') + "\"}\n" +
                        R"({"jsonrpc":"2.0","id":2,"method":"ping"})");
  std::ostringstream out;
  std::size_t longest = 0;
  ServeLines(Server({.name = "sample", .version = "1"}), in, out,
             [&](Direction, const std::string& line) { longest = std::max(longest, line.size()); });
  EXPECT_THAT(out.str(), HasSubstr("more than 4 MB"));
  EXPECT_THAT(out.str(), HasSubstr(R"("id":2,"result":{})"));
  EXPECT_LT(longest, std::size_t{5} << 20);
}

}  // namespace
}  // namespace docktor::serve::mcp
