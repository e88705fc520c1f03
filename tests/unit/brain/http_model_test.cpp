#include "brain/http_model.h"

#include <deque>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/tiny_server.h"

namespace docktor::brain {
namespace {

using test::TinyServer;
using testing::HasSubstr;
using testing::Not;

const std::string kFine = R"({"choices":[{"message":{"content":"{\"action\":\"hold\"}"},"finish_reason":"stop"}]})";

class HttpModelTest : public testing::Test {
 protected:
  /// What the endpoint says, one after another; the last for ever.
  void Says(int status, const std::string& body, const std::string& headers = "") {
    const std::lock_guard lock(mutex_);
    answers_.push_back(test::Answer(status, body, headers));
  }
  void ForgetAnswers() {
    const std::lock_guard lock(mutex_);
    answers_.clear();
  }
  std::string NextAnswer() {
    const std::lock_guard lock(mutex_);
    auto answer = answers_.front();
    if (answers_.size() > 1) answers_.pop_front();
    return answer;
  }
  Answer Ask(const Question& question = {.system = "s", .turns = {{.text = "t"}}, .form = Form{"f", {}}}) {
    return model_->Ask(question);
  }
  Failure Fails() {
    const auto answer = Ask();
    EXPECT_FALSE(answer);
    return answer ? Failure{} : answer.error();
  }

  std::mutex mutex_;
  std::deque<std::string> answers_;
  TinyServer server_{[this](const auto&, const auto& peer) { peer.Send(NextAnswer()); }, TinyServer::Door::kPort};
  std::unique_ptr<HttpModel> model_ =
      HttpModel::At({.endpoint = "http://127.0.0.1:" + std::to_string(server_.port()) + "/engines/v1/",
                     .access = {.model = "ai/small", .key = "s3cret"}})
          .value();
};

TEST_F(HttpModelTest, AsksWhereTheEndpointIs) {
  Says(200, kFine);
  EXPECT_EQ(Ask()->text, R"({"action":"hold"})");
  const auto request = server_.requests().at(0);
  EXPECT_EQ(request.path, "/engines/v1/chat/completions");
  EXPECT_THAT(request.head, HasSubstr("Authorization: Bearer s3cret"));
  EXPECT_THAT(request.body, HasSubstr("json_schema"));
}

TEST_F(HttpModelTest, AServerThatRepeatsTheKeyIsNotHeard) {
  Says(200, R"({"choices":[{"message":{"content":"your key is s3cret"},"finish_reason":"stop"}]})");
  EXPECT_EQ(Ask()->text, "your key is ***");
}

TEST_F(HttpModelTest, WaitsUntilADateWhereTheEndpointNamesOne) {
  const auto soon = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + 90s;
  char date[64];
  const auto time = std::chrono::system_clock::to_time_t(soon);
  std::tm utc{};
  gmtime_r(&time, &utc);
  std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &utc);
  Says(429, "{}", std::string("Retry-After: ") + date + "\r\n");
  const auto failure = Fails();
  ASSERT_TRUE(failure.retry_after);
  EXPECT_NEAR(Seconds(*failure.retry_after), 90, 3);
}

TEST_F(HttpModelTest, LearnsWhatTheEndpointDoesNotTake) {
  Says(400, R"({"error":{"message":"response_format json_schema is not supported"}})");
  Says(422, R"({"error":"no response_format here"})");
  Says(200, kFine);
  ASSERT_TRUE(Ask());
  EXPECT_EQ(model_->form(), FormBy::kWords);
  ASSERT_TRUE(Ask());
  ASSERT_EQ(server_.requests().size(), 4u) << "the second question is not refused any more";
  EXPECT_THAT(server_.requests().back().body, Not(HasSubstr("response_format")));
}

TEST_F(HttpModelTest, OneThatThinksGetsRoomToAnswer) {
  Says(200, R"({"choices":[{"message":{"content":""},"finish_reason":"length"}],
                "usage":{"prompt_tokens":100,"completion_tokens":1000}})");
  Says(200, R"({"choices":[{"message":{"content":"hold"},"finish_reason":"stop"}],
                "usage":{"prompt_tokens":100,"completion_tokens":1500}})");
  const auto answer = Ask();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->text, "hold");
  EXPECT_EQ(answer->usage.tokens_in, 200) << "both were paid for";
  EXPECT_EQ(answer->usage.tokens_out, 2500);
  ASSERT_TRUE(Ask());
  ASSERT_EQ(server_.requests().size(), 3u) << "that is known from then on";
  for (const auto i : {1u, 2u}) EXPECT_THAT(server_.requests().at(i).body, HasSubstr("\"max_tokens\":8000"));
}

TEST_F(HttpModelTest, WhatIsCutAlthoughThereWasRoomIsCut) {
  Says(200, R"({"choices":[{"message":{"content":""},"finish_reason":"length"}]})");
  EXPECT_EQ(Ask()->finish, Finish::kCut);
  EXPECT_EQ(server_.requests().size(), 2u);
}

TEST_F(HttpModelTest, ATextBecomesNumbers) {
  Says(200, R"({"data":[{"embedding":[0.5,-2,1e-3]}],"usage":{"prompt_tokens":7}})");
  const auto embedded = model_->Embed("web is slow", 5s);
  ASSERT_TRUE(embedded);
  EXPECT_EQ(embedded->vector, (std::vector<float>{0.5F, -2.0F, 1e-3F}));
  EXPECT_EQ(embedded->tokens, 7);
  const auto request = server_.requests().at(0);
  EXPECT_EQ(request.path, "/engines/v1/embeddings");
  EXPECT_THAT(request.head, HasSubstr("Authorization: Bearer s3cret"));
  EXPECT_THAT(request.body, HasSubstr(R"("input":"web is slow")"));
}

TEST_F(HttpModelTest, WhatIsNoEmbeddingIsAnError) {
  for (const auto* body : {R"({"data":[]})", R"({"data":[{"embedding":[]}]})", R"({"data":[{"embedding":[1,"2"]}]})",
                           R"({"data":[{"embedding":[1e300]}]})", R"({"data":[{"embedding":"AAAA"}]})", "[]", "{"}) {
    ForgetAnswers();
    Says(200, body);
    const auto embedded = model_->Embed("t", 5s);
    ASSERT_FALSE(embedded) << body;
    EXPECT_EQ(embedded.error().trouble, Trouble::kBroken) << body;
  }
}

TEST_F(HttpModelTest, LearnsThatTheEndpointMakesNoEmbeddings) {
  Says(429, R"({"error":{"message":"slow down"}})");
  Says(501, R"({"error":{"message":"This server does not support embeddings. Start it with `--embeddings`"}})");
  EXPECT_EQ(model_->Embed("t", 5s).error().trouble, Trouble::kBusy) << "which tells nothing";
  EXPECT_THAT(model_->Embed("t", 5s).error().error.message, HasSubstr("--embeddings"));
  const auto again = model_->Embed("t", 5s);
  EXPECT_EQ(again.error().trouble, Trouble::kNotUnderstood);
  EXPECT_EQ(server_.requests().size(), 2u) << "it is not asked once more";
}

TEST_F(HttpModelTest, AMakerWithoutEmbeddingsIsNotAsked) {
  const auto claude = HttpModel::At({.provider = &Anthropic(),
                                     .endpoint = "http://127.0.0.1:" + std::to_string(server_.port()) + "/v1",
                                     .access = {.model = "m"}})
                          .value();
  EXPECT_THAT(claude->Embed("t", 5s).error().error.message, HasSubstr("anthropic makes no embeddings"));
  EXPECT_TRUE(server_.requests().empty());
}

TEST_F(HttpModelTest, LearnsTheNewNameOfTheLimit) {
  Says(400, R"({"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."}})");
  Says(200, kFine);
  ASSERT_TRUE(Ask());
  EXPECT_THAT(server_.requests().back().body, HasSubstr("\"max_completion_tokens\":1000"));
  EXPECT_EQ(model_->form(), FormBy::kSchema);
}

TEST_F(HttpModelTest, AQuestionThatIsRefusedInEveryFormIsAnError) {
  Says(400, R"({"error":{"message":"this response_format is not supported"}})");
  EXPECT_EQ(Fails().trouble, Trouble::kNotUnderstood);
  EXPECT_EQ(server_.requests().size(), 3u);
  EXPECT_EQ(model_->form(), FormBy::kSchema) << "nothing was learned";
}

TEST_F(HttpModelTest, ARefusalThatSaysNothingMayBeAboutTheForm) {
  Says(400, "");
  Says(400, "{}");
  Says(200, kFine);
  EXPECT_TRUE(Ask());
  EXPECT_EQ(model_->form(), FormBy::kWords);
}

TEST_F(HttpModelTest, ARefusalThatNoOtherFormMendsIsAskedOnce) {
  const std::vector<std::pair<int, std::string>> refusals{
      {400, R"({"error":{"type":"exceed_context_size_error","message":"the request exceeds the context size"}})"},
      {400, R"({"error":{"message":"API key not valid. Please pass a valid API key."}})"},
      {401, R"({"error":{"message":"wrong key; response_format"}})"},
      {403, R"({"error":{"message":"no access to response_format"}})"},
      {404, R"({"error":{"message":"no such model; response_format"}})"},
      {413, R"({"error":{"message":"too large"}})"},
      {429, R"({"error":{"message":"slower; response_format"}})"},
      {500, R"({"error":{"message":"failed to parse the grammar"}})"},
      {503, "loading the model"}};
  for (const auto& [status, body] : refusals) {
    ForgetAnswers();
    Says(status, body);
    const auto before = server_.requests().size();
    Fails();
    EXPECT_EQ(server_.requests().size(), before + 1) << status << " " << body;
  }
}

TEST_F(HttpModelTest, TheSameIsNotAskedTwiceWhereAnEndpointKnowsFewerForms) {
  const auto anthropic =
      HttpModel::At({.provider = &Anthropic(), .endpoint = "http://127.0.0.1:" + std::to_string(server_.port())})
          .value();
  Says(400, R"({"error":{"message":"output_config: no such format"}})");
  EXPECT_FALSE(anthropic->Ask({.system = "s", .turns = {{.text = "t"}}, .form = Form{"f", {}}}));
  EXPECT_EQ(server_.requests().size(), 2u) << "by its schema, and in words";
}

TEST_F(HttpModelTest, WhatAFilterStopsIsARefusal) {
  Says(400, R"({"error":{"code":"content_filter","message":"The prompt was filtered"}})");
  const auto answer = Ask();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->finish, Finish::kRefused);
  EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(HttpModelTest, WhatWasPaidForBeforeAFailureIsTold) {
  Says(200, R"({"choices":[{"message":{"content":""},"finish_reason":"length"}],
                "usage":{"prompt_tokens":100,"completion_tokens":1000}})");
  Says(429, "{}");
  const auto failure = Fails();
  EXPECT_EQ(failure.usage.tokens_in, 100);
  EXPECT_EQ(failure.usage.tokens_out, 1000);
  EXPECT_EQ(failure.usage.requests, 2);
  Fails();
  EXPECT_THAT(server_.requests().back().body, HasSubstr("\"max_tokens\":8000")) << "that was learned all the same";
}

TEST_F(HttpModelTest, WhatTheEndpointDoesNotTakeIsKnownThoughItFailsThen) {
  Says(400, R"({"error":{"message":"response_format json_schema is not supported"}})");
  Says(503, "");
  EXPECT_EQ(Fails().usage.requests, 2);
  EXPECT_EQ(model_->form(), FormBy::kJson);
}

TEST_F(HttpModelTest, AShortKeyTouchesNothingButTexts) {
  model_ = HttpModel::At({.endpoint = model_->endpoint(), .access = {.model = "m", .key = "1234"}}).value();
  Says(200, R"({"created":1712345678,"choices":[{"message":{"content":"1234"},"finish_reason":"stop"}]})");
  const auto answer = Ask();
  ASSERT_TRUE(answer) << answer.error().error.message;
  EXPECT_EQ(answer->text, "***");
}

TEST_F(HttpModelTest, AKeyIsHiddenInWhatAModelWantsDone) {
  Says(200, R"({"choices":[{"message":{"tool_calls":[{"id":"c","function":{"name":"scale",
                "arguments":{"service":"\u00733cret"}}}]},"finish_reason":"tool_calls"}]})");
  EXPECT_EQ(WriteJson(Ask()->calls.at(0).arguments), R"({"service":"***"})");
}

/// A reply in pieces, as the endpoint of TinyServer says it.
std::string Events(const std::string& text, const std::string& end = "stop") {
  std::string events;
  for (const char letter : text)
    events += R"(data: {"choices":[{"index":0,"delta":{"content":")" + std::string(1, letter) + "\"}}]}\n\n";
  if (end.empty()) return events;
  return events + R"(data: {"choices":[{"index":0,"delta":{},"finish_reason":")" + end + "\"}]}\n\ndata: [DONE]\n\n";
}

class HttpModelStreamTest : public HttpModelTest {
 protected:
  Answer Listen(Duration patience = 5s) {
    return model_->Ask({.turns = {{.text = "t"}}, .patience = patience, .on_text = [this](std::string_view text) {
                          heard_.emplace_back(text);
                        }});
  }
  static constexpr auto kEvents = "Content-Type: text/event-stream\r\n";
  std::vector<std::string> heard_;
};

TEST_F(HttpModelStreamTest, IsHeardWordByWord) {
  Says(200, Events("web has 3 replicas"), kEvents);
  const auto answer = Listen();
  ASSERT_TRUE(answer) << answer.error().error.message;
  EXPECT_EQ(answer->text, "web has 3 replicas");
  EXPECT_THAT(heard_, testing::ElementsAre("web ", "has ", "3 ", "replicas"));
  EXPECT_THAT(server_.requests()[0].body, HasSubstr(R"("stream":true)"));
}

TEST_F(HttpModelStreamTest, AKeyThatIsRepeatedLetterByLetterIsNotHeard) {
  Says(200, Events("it is s3cret now"), kEvents);
  EXPECT_EQ(Listen()->text, "it is *** now");
  EXPECT_THAT(heard_, testing::ElementsAre("it ", "is ", "*** ", "now"));
}

TEST_F(HttpModelStreamTest, AReplyThatIsCutIsAnError) {
  Says(200, Events("web has", ""), kEvents);
  const auto answer = Listen();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().trouble, Trouble::kBroken);
}

TEST_F(HttpModelStreamTest, AReplyWithADamagedPieceIsAnError) {
  Says(200, Events("web has", "") + "data: {\"choices\":[{\"delta\":{\"con\n\n" + Events(" 3"), kEvents);
  const auto answer = Listen();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().trouble, Trouble::kBroken);
  EXPECT_TRUE(answer.error().worked_on);
}

/// A call, its pieces as they come.
std::string CallsIn(const std::vector<std::string>& pieces) {
  std::string events;
  for (const auto& piece : pieces)
    events += R"(data: {"choices":[{"index":0,"delta":{"tool_calls":[)" + piece + "]}}]}\n\n";
  return events + Events("", "tool_calls");
}

TEST_F(HttpModelStreamTest, CallsAreToldApartHoweverTheyAreNumbered) {
  const std::vector<std::vector<std::string>> ways{
      {R"({"index":0,"id":"a","function":{"name":"why","arguments":"{\"service\":"}})",
       R"({"index":0,"function":{"arguments":"\"web\"}"}})",
       R"({"index":1,"id":"b","function":{"name":"scale","arguments":"{}"}})"},
      {R"({"index":0,"id":"a","function":{"name":"why","arguments":"{\"service\":\"web\"}"}})",
       R"({"index":0,"id":"b","function":{"name":"scale","arguments":"{}"}})"},
      {R"({"id":"a","function":{"name":"why","arguments":"{\"service\":"}})",
       R"({"function":{"arguments":"\"web\"}"}})", R"({"id":"b","function":{"name":"scale","arguments":"{}"}})"},
      {R"({"id":"a","function":{"name":"why","arguments":{"service":"web"}}})",
       R"({"id":"b","function":{"name":"scale","arguments":{}}})"}};
  for (const auto& way : ways) {
    ForgetAnswers();
    Says(200, CallsIn(way), kEvents);
    const auto answer = Listen();
    ASSERT_TRUE(answer) << answer.error().error.message;
    ASSERT_EQ(answer->calls.size(), 2u) << way.front();
    EXPECT_EQ(answer->calls[0].name + WriteJson(answer->calls[0].arguments), R"(why{"service":"web"})");
    EXPECT_EQ(answer->calls[1].name + WriteJson(answer->calls[1].arguments), "scale{}");
  }
}

TEST_F(HttpModelStreamTest, AnErrorInTheMiddleIsTold) {
  Says(200, Events("web", "") + "data: {\"error\":{\"message\":\"out of memory\"}}\n\n", kEvents);
  const auto answer = Listen();
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().error.message, HasSubstr("out of memory"));
}

TEST_F(HttpModelStreamTest, AServerThatAnswersAtOnceAllTheSameIsUnderstood) {
  Says(200, kFine, "Content-Type: application/json\r\n");
  EXPECT_EQ(Listen()->text, R"({"action":"hold"})");
}

TEST_F(HttpModelStreamTest, LearnsThatPiecesAreNotCounted) {
  Says(400, R"({"error":{"message":"unknown field stream_options"}})");
  Says(200, Events("yes"), kEvents);
  EXPECT_EQ(Listen()->text, "yes");
  EXPECT_THAT(server_.requests().back().body, Not(HasSubstr("stream_options")));
}

TEST_F(HttpModelStreamTest, OneThatNeverEndsIsLate) {
  TinyServer endless{[](const auto&, const auto& peer) {
                       peer.Send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" +
                                 Events("web ", ""));
                       peer.Hang();
                     },
                     TinyServer::Door::kPort};
  model_ = HttpModel::At({.endpoint = "http://127.0.0.1:" + std::to_string(endless.port()), .access = {.model = "m"}})
               .value();
  const auto answer = Listen(300ms);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().trouble, Trouble::kLate);
  EXPECT_THAT(heard_, testing::ElementsAre("web "));
}

TEST_F(HttpModelStreamTest, OneThatNobodyWaitsForAnyMoreIsGivenUp) {
  TinyServer endless{[](const auto&, const auto& peer) {
                       peer.Send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" +
                                 Events("web ", ""));
                       peer.Hang();
                     },
                     TinyServer::Door::kPort};
  model_ = HttpModel::At({.endpoint = "http://127.0.0.1:" + std::to_string(endless.port()), .access = {.model = "m"}})
               .value();
  const auto answer = model_->Ask({.turns = {{.text = "t"}},
                                   .on_text = [this](std::string_view text) { heard_.emplace_back(text); },
                                   .wanted = [this] { return heard_.empty(); }});
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().trouble, Trouble::kGivenUp);
}

struct Refusal {
  int status;
  const char* body;
  const char* headers;
  Trouble trouble;
  std::optional<Duration> retry_after;
};

TEST_F(HttpModelTest, TellsRefusalsApart) {
  const Refusal refusals[] = {
      {401, R"({"error":{"message":"wrong key s3cret"}})", "", Trouble::kKeyRefused, {}},
      {404, "model not found\n", "", Trouble::kNoSuchModel, {}},
      {429, R"({"error":{"message":"slow down"}})", "Retry-After: 7\r\n", Trouble::kBusy, 7s},
      {429, R"({"error":{"code":"insufficient_quota","message":"pay"}})", "", Trouble::kNothingLeft, {}},
      {529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
       "retry-after-ms: 1500\r\nRetry-After: 9\r\n", Trouble::kBusy, 1500ms},
      {503, "", "Retry-After: soon\r\n", Trouble::kBusy, {}},
      {429, "", "Retry-After: 2592000\r\n", Trouble::kBusy, 24h},
      {429, "", "retry-after-ms: 9999999999\r\n", Trouble::kBusy, 24h},
      {429, R"({"error":{"code":429,"details":[{"@type":"QuotaFailure"},{"@type":"RetryInfo","retryDelay":"34.5s"}]}})",
       "", Trouble::kBusy, 34500ms},
      {400,
       R"({"error":{"message":"API key not valid.","details":[{"reason":"API_KEY_INVALID"}]}})",
       "",
       Trouble::kKeyRefused,
       {}},
      {408, "", "", Trouble::kLate, {}},
      {409, R"({"message":"try again"})", "", Trouble::kBusy, {}},
      {424, R"({"message":"the model failed"})", "", Trouble::kBroken, {}},
      {200, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})", "", Trouble::kBusy, {}},
      {500, R"({"message":"internal"})", "", Trouble::kBroken, {}},
      {200, R"({"error":{"message":"peg-native"}})", "", Trouble::kBroken, {}},
      {200, "{malformed json: <<<chaos>>>", "", Trouble::kBroken, {}},
      {200, R"({"choices":[]})", "", Trouble::kBroken, {}},
  };
  for (const auto& refusal : refusals) {
    ForgetAnswers();
    Says(refusal.status, refusal.body, refusal.headers);
    const auto failure = Fails();
    EXPECT_EQ(failure.trouble, refusal.trouble) << refusal.status << refusal.body;
    EXPECT_EQ(failure.retry_after, refusal.retry_after) << refusal.headers;
    EXPECT_THAT(failure.error.message, HasSubstr("ask ai/small at http://127.0.0.1"));
    EXPECT_THAT(failure.error.message, Not(HasSubstr("s3cret")));
  }
}

TEST_F(HttpModelTest, AModelOfThisMachineThatIsMissingCanBeFetched) {
  Says(404, "model not found\n");
  EXPECT_THAT(Fails().error.hint, HasSubstr("docktor model pull ai/small"));
}

TEST_F(HttpModelTest, WhatTheEndpointSaysIsOneShortLine) {
  Says(500, "a\x1b[31m\n" + std::string(5000, 'x'));
  const auto message = Fails().error.message;
  EXPECT_LT(message.size(), 500u);
  EXPECT_EQ(message.find_first_of("\x1b\n"), std::string::npos);
}

TEST(HttpModel, OneThatHangsIsLateAndOneThatIsNotThereUnreachable) {
  const TinyServer hanging([](const auto&, const auto& peer) { peer.Hang(); }, TinyServer::Door::kPort);
  const auto ask = [](int port) {
    const auto model = HttpModel::At({.endpoint = "http://127.0.0.1:" + std::to_string(port), .access = {"m"}}).value();
    return model->Ask({.turns = {{.text = "t"}}, .patience = 50ms});
  };
  EXPECT_EQ(ask(hanging.port()).error().trouble, Trouble::kLate);
  TinyServer gone([](const auto&, const auto&) {}, TinyServer::Door::kPort);
  gone.Stop();
  EXPECT_EQ(ask(gone.port()).error().trouble, Trouble::kUnreachable);
}

TEST(HttpModel, AllThatIsTriedTogetherTakesNoLongerThanThePatience) {
  std::atomic<int> refused = 0;
  const TinyServer refusing(
      [&](const auto&, const auto& peer) {
        if (++refused > 1) return peer.Hang();
        peer.Send(test::Answer(400, "{}"));
      },
      TinyServer::Door::kPort);
  const auto model =
      HttpModel::At({.endpoint = "http://127.0.0.1:" + std::to_string(refusing.port()), .access = {"m"}}).value();
  const auto answer = model->Ask({.turns = {{.text = "t"}}, .form = Form{"f", {}}, .patience = 500ms});
  EXPECT_EQ(answer.error().trouble, Trouble::kLate);
  EXPECT_EQ(refused, 2);
}

TEST(HttpModel, AKeyThatIsPartOfWhatHidesItIsHidden) {
  const TinyServer server([](const auto&, const auto& peer) { peer.Send(test::Answer(500, "wrong key: *")); },
                          TinyServer::Door::kPort);
  const auto model =
      HttpModel::At({.endpoint = "http://127.0.0.1:" + std::to_string(server.port()), .access = {"m", "*"}});
  EXPECT_THAT((*model)->Ask({.turns = {{.text = "t"}}}).error().error.message, testing::EndsWith("wrong key: ***"));
}

TEST(HttpModel, OneThatIsCutOffIsUnreachable) {
  const TinyServer cutting(
      [](const auto&, const auto& peer) {
        peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"choices\":");
        peer.Close();
      },
      TinyServer::Door::kPort);
  const auto model =
      HttpModel::At({.endpoint = "http://127.0.0.1:" + std::to_string(cutting.port()), .access = {"m"}}).value();
  EXPECT_EQ(model->Ask({.turns = {{.text = "t"}}}).error().trouble, Trouble::kUnreachable);
}

TEST(HttpModel, AnAddressThatIsNoneIsRefused) {
  for (const auto* wrong : {"localhost:11434", "unix:///run/model.sock", "http://ann:s3cret@host/"}) {
    const auto model = HttpModel::At({.endpoint = wrong, .access = {"m"}});
    ASSERT_FALSE(model) << wrong;
    EXPECT_EQ(model.error().message.find("s3cret"), std::string::npos);
  }
}

}  // namespace
}  // namespace docktor::brain
