#include "brain/providers/provider.h"

#include <set>

#include <gtest/gtest.h>

namespace docktor::brain {
namespace {

json::value Parsed(const char* text) { return ParseJson(text).value(); }

/// How each says the same reply: a text, a call of a tool, and its ends.
struct Dialect {
  const char* provider;
  const char* text;  ///< "hold", 12 tokens in and 3 out
  const char* call;  ///< get_status({"service": "web"})
  const char* cut;   ///< at the limit of tokens
  const char* refused;
  const char* nothing;  ///< JSON, but no reply
  const char*
      text_pieces;  ///< an array: the first text, as it comes in pieces; for some, each in an array with its kind
  const char* call_pieces;
};

const Dialect kDialects[] = {
    {"openai",
     R"({"model":"m-1","choices":[{"message":{"role":"assistant","content":"hold"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":12,"completion_tokens":3}})",
     R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"c1","type":"function",
         "function":{"name":"get_status","arguments":"{\"service\":\"web\"}"}}]},"finish_reason":"tool_calls"}]})",
     R"({"choices":[{"message":{"content":"ho"},"finish_reason":"length"}]})",
     R"({"choices":[{"message":{"content":null,"refusal":"I cannot"},"finish_reason":"stop"}]})", R"({"choices":[]})",
     R"([{"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]},
         {"choices":[{"index":0,"delta":{"content":"ho"}}]},{"choices":[{"index":1,"delta":{"content":"another"}}]},
         {"choices":[{"index":0,"delta":{"content":"ld"},"finish_reason":null}]},
         {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]},
         {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3}}])",
     R"([{"choices":[{"index":0,"delta":{"content":null,"tool_calls":[{"index":0,"id":"c1","type":"function",
         "function":{"name":"get_status","arguments":""}}]}}]},
         {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"service\":"}}]}}]},
         {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"web\"}"}}]}}]},
         {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}])"},
    {"openai-responses",
     R"({"model":"m-1","status":"completed","output":[{"type":"reasoning","content":
         [{"type":"reasoning_text","text":"or {not}"}]},{"type":"message","content":
         [{"type":"output_text","text":"hold"}]}],"usage":{"input_tokens":12,"output_tokens":3}})",
     R"({"status":"completed","output":[{"type":"function_call","call_id":"c1","name":"get_status",
         "arguments":"{\"service\":\"web\"}"}]})",
     R"({"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message",
         "content":[{"type":"output_text","text":"ho"}]}]})",
     R"({"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"I cannot"}]}]})",
     R"({"output":[]})",
     R"([{"type":"response.created","response":{"status":"in_progress","output":[]}},
         {"type":"response.output_text.delta","delta":"ho"},{"type":"response.output_text.delta","delta":"ld"},
         {"type":"response.completed","response":{"model":"m-1","status":"completed","output":[{"type":"message",
          "content":[{"type":"output_text","text":"hold"}]}],"usage":{"input_tokens":12,"output_tokens":3}}}])",
     R"([{"type":"response.function_call_arguments.delta","delta":"{}"},
         {"type":"response.completed","response":{"status":"completed","output":[{"type":"function_call",
          "call_id":"c1","name":"get_status","arguments":"{\"service\":\"web\"}"}]}}])"},
    {"anthropic",
     R"({"model":"m-1","content":[{"type":"text","text":"hold"}],"stop_reason":"end_turn",
         "usage":{"input_tokens":12,"output_tokens":3}})",
     R"({"content":[{"type":"tool_use","id":"c1","name":"get_status","input":{"service":"web"}}],
         "stop_reason":"tool_use"})",
     R"({"content":[{"type":"text","text":"ho"}],"stop_reason":"max_tokens"})",
     R"({"content":[],"stop_reason":"refusal"})", R"({"content":[]})",
     R"([{"type":"message_start","message":{"model":"m-1","content":[],"stop_reason":null,
          "usage":{"input_tokens":12,"output_tokens":1}}},{"type":"ping"},
         {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}},
         {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ho"}},
         {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"ld"}},
         {"type":"content_block_stop","index":0},
         {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}},
         {"type":"message_stop"}])",
     R"([{"type":"message_start","message":{"content":[],"stop_reason":null}},
         {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c1","name":"get_status",
          "input":{}}},
         {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"service\""}},
         {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":": \"web\"}"}},
         {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":3}}])"},
    {"gemini",
     R"({"modelVersion":"m-1","candidates":[{"content":{"parts":[{"text":"hold"}]},"finishReason":"STOP"}],
         "usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":3}})",
     R"({"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"get_status",
         "args":{"service":"web"}}}]},"finishReason":"STOP"}]})",
     R"({"candidates":[{"content":{"parts":[{"text":"ho"}]},"finishReason":"MAX_TOKENS"}]})",
     R"({"promptFeedback":{"blockReason":"SAFETY"}})", R"({"candidates":[]})",
     R"([{"modelVersion":"m-1","candidates":[{"content":{"parts":[{"text":"ho"}]}}]},
         {"candidates":[{"content":{"parts":[{"text":"ld"}]},"finishReason":"STOP"}],
          "usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":3}}])",
     R"([{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"get_status",
         "args":{"service":"web"}}}]}}]},{"candidates":[{"content":{"parts":[]},"finishReason":"STOP"}]}])"},
    {"bedrock",
     R"({"output":{"message":{"role":"assistant","content":[{"text":"hold"}]}},"stopReason":"end_turn",
         "usage":{"inputTokens":12,"outputTokens":3}})",
     R"({"output":{"message":{"content":[{"toolUse":{"toolUseId":"c1","name":"get_status",
         "input":{"service":"web"}}}]}},"stopReason":"tool_use"})",
     R"({"output":{"message":{"content":[{"text":"ho"}]}},"stopReason":"max_tokens"})",
     R"({"output":{"message":{"content":[]}},"stopReason":"guardrail_intervened"})", R"({"output":{}})",
     R"([["messageStart",{"role":"assistant"}],["contentBlockDelta",{"contentBlockIndex":0,"delta":{"text":"ho"}}],
         ["contentBlockDelta",{"contentBlockIndex":0,"delta":{"text":"ld"}}],
         ["contentBlockStop",{"contentBlockIndex":0}],["messageStop",{"stopReason":"end_turn"}],
         ["metadata",{"usage":{"inputTokens":12,"outputTokens":3}}]])",
     R"([["contentBlockStart",{"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"c1","name":"get_status"}}}],
         ["contentBlockDelta",{"contentBlockIndex":0,"delta":{"toolUse":{"input":"{\"service\":"}}}],
         ["contentBlockDelta",{"contentBlockIndex":0,"delta":{"toolUse":{"input":"\"web\"}"}}}],
         ["messageStop",{"stopReason":"tool_use"}]])"},
};

/// Azure speaks as OpenAI does.
std::vector<Dialect> Dialects() {
  std::vector<Dialect> all(std::begin(kDialects), std::end(kDialects));
  for (const auto* name : {"azure", "azure-deployment"}) {
    all.push_back(kDialects[0]);
    all.back().provider = name;
  }
  return all;
}

std::vector<Piece> Pieces(const char* text) {
  std::vector<Piece> pieces;
  const auto all = Parsed(text);
  for (const auto& piece : all.as_array())
    pieces.push_back(piece.is_array() ? Piece{std::string(piece.at(0).as_string()), piece.at(1)} : Piece{{}, piece});
  return pieces;
}

void ExpectTheCall(const Reply& reply) {
  EXPECT_EQ(reply.finish, Finish::kCalls);
  ASSERT_EQ(reply.calls.size(), 1u);
  EXPECT_EQ(reply.calls[0].id, "c1");
  EXPECT_EQ(reply.calls[0].name, "get_status");
  EXPECT_EQ(reply.calls[0].arguments, (json::object{{"service", "web"}}));
}

class ProviderTest : public testing::TestWithParam<Dialect> {
 protected:
  const Provider& provider_ = **FindProvider(GetParam().provider);
};

TEST_P(ProviderTest, ReadsAText) {
  const auto reply = provider_.Read(Parsed(GetParam().text));
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->text, "hold");
  EXPECT_EQ(reply->finish, Finish::kDone);
  EXPECT_EQ(reply->model, provider_.name() == "bedrock" ? "" : "m-1") << "Bedrock does not say";
  EXPECT_EQ(reply->usage.tokens_in, 12);
  EXPECT_EQ(reply->usage.tokens_out, 3);
}

TEST_P(ProviderTest, ReadsACall) {
  const auto reply = provider_.Read(Parsed(GetParam().call));
  ASSERT_TRUE(reply) << reply.error().message;
  ExpectTheCall(*reply);
}

TEST_P(ProviderTest, TellsHowItEnded) {
  EXPECT_EQ(provider_.Read(Parsed(GetParam().cut))->finish, Finish::kCut);
  EXPECT_EQ(provider_.Read(Parsed(GetParam().refused))->finish, Finish::kRefused);
}

TEST_P(ProviderTest, WhatIsNoReplyIsAnError) {
  for (const auto* body : {GetParam().nothing, "{}", "[]", "null", "3"})
    EXPECT_FALSE(provider_.Read(Parsed(body))) << body;
}

TEST_P(ProviderTest, PutsATextTogether) {
  json::value whole;
  std::string heard;
  for (const auto& piece : Pieces(GetParam().text_pieces)) heard += provider_.Add(piece, whole);
  EXPECT_EQ(heard, "hold");
  const auto reply = provider_.Read(whole), at_once = provider_.Read(Parsed(GetParam().text));
  ASSERT_TRUE(reply) << reply.error().message << WriteJson(whole);
  EXPECT_EQ(reply->text, "hold");
  EXPECT_EQ(reply->finish, Finish::kDone);
  EXPECT_EQ(reply->model, at_once->model);
  EXPECT_EQ(reply->usage.tokens_in, 12);
  EXPECT_EQ(reply->usage.tokens_out, 3);
}

TEST_P(ProviderTest, PutsACallTogether) {
  json::value whole;
  for (const auto& piece : Pieces(GetParam().call_pieces)) EXPECT_EQ(provider_.Add(piece, whole), "");
  const auto reply = provider_.Read(whole);
  ASSERT_TRUE(reply) << reply.error().message << WriteJson(whole);
  ExpectTheCall(*reply);
}

TEST_P(ProviderTest, WhatIsCutBeforeItsEndIsNoReply) {
  for (const auto* text : {GetParam().text_pieces, GetParam().call_pieces}) {
    json::value whole;
    for (const auto& piece : Pieces(text)) {
      if (const auto said = WriteJson(piece.data) + piece.kind;
          said.find("stop") != said.npos && said.find("null") == said.npos)
        break;
      if (const auto said = WriteJson(piece.data); said.find("STOP") != said.npos ||
                                                   said.find("tool_calls\"}") != said.npos ||
                                                   said.find("completed") != said.npos)
        break;
      provider_.Add(piece, whole);
    }
    EXPECT_FALSE(provider_.Read(whole)) << WriteJson(whole);
  }
}

TEST_P(ProviderTest, PiecesOfAnyShapeAreSurvived) {
  for (const auto* text : {GetParam().text_pieces, GetParam().call_pieces, GetParam().text, "[3,null,[],{},\"a\"]"}) {
    json::value whole;
    const auto parsed = Parsed(text);
    for (const auto& piece : parsed.is_array() ? parsed.get_array() : json::array{parsed})
      for (const auto* kind : {"", "contentBlockStart", "contentBlockDelta", "messageStop", "metadata"}) {
        provider_.Add({kind, piece}, whole);
        (void)provider_.Read(whole);
      }
  }
}

/// A whole conversation with a tool in it and a form for the reply.
Question Conversation() {
  const ToolCall call{"c1", "get_status", {{"service", "web"}}};
  return {.system = "You judge.",
          .turns = {{.text = "How is web?"},
                    {.speaker = Turn::Speaker::kModel, .text = "", .calls = {call}},
                    {.speaker = Turn::Speaker::kTool, .text = "3 replicas", .answered = call}},
          .tools = {{"get_status", "How a service does", {{"type", "object"}}}},
          .form = Form{"verdict", {{"type", "object"}, {"marker", "of-the-schema"}}},
          .most_tokens = 77};
}

TEST_P(ProviderTest, SaysTheWholeConversation) {
  const auto body = WriteJson(provider_.Body(Conversation(), {.model = "m"}, {}));
  for (const auto* part : {"You judge.", "How is web?", "get_status", "3 replicas", "of-the-schema", "77"})
    EXPECT_NE(body.find(part), std::string::npos) << part << "\n" << body;
  for (const auto* sampling : {"temperature", "top_p", "top_k"}) EXPECT_EQ(body.find(sampling), std::string::npos);
}

/// Two calls at once, their results, and a word that no more can be used.
Question AtTheEnd() {
  const ToolCall one{"c1", "get_status", {{"service", "web"}}}, two{"c2", "get_status", {{"service", "api"}}};
  auto question = Conversation();
  question.form.reset();
  question.turns = {{.text = "How are they?"},
                    {.speaker = Turn::Speaker::kModel, .text = "", .calls = {one, two}},
                    {.speaker = Turn::Speaker::kTool, .text = "3 replicas", .answered = one},
                    {.speaker = Turn::Speaker::kTool, .text = "", .answered = two},
                    {.text = "Answer now."}};
  question.may_call = false;
  return question;
}

TEST_P(ProviderTest, AnswersWithoutToolsInTheEnd) {
  const auto name = provider_.name();
  const auto body = provider_.Body(AtTheEnd(), {.model = "m"}, {});
  const auto text = WriteJson(body);
  for (const auto* part : {"3 replicas", "Answer now."}) EXPECT_NE(text.find(part), std::string::npos) << text;
  // These want to know of the tools that have been called, and results together in one turn.
  if (name == "anthropic" || name == "bedrock") {
    EXPECT_EQ(body.at("messages").as_array().size(), 3u) << text;
    EXPECT_NE(text.find("How a service does"), std::string::npos) << text;
  } else {
    EXPECT_EQ(text.find("How a service does"), std::string::npos) << text;
  }
  if (name == "anthropic") {
    EXPECT_EQ(body.at("tool_choice").at("type"), "none");
  }
  if (name == "gemini") {
    EXPECT_EQ(body.at("contents").as_array().size(), 3u) << text;
  }
  if (name == "bedrock") {
    EXPECT_EQ(text.find(R"("text":"")"), std::string::npos) << "an empty text is refused";
  }
}

TEST_P(ProviderTest, TellsTheSchemaInWordsWhereTheEndpointDoesNotKnowForms) {
  const auto body = provider_.Body(Conversation(), {.model = "m"}, {.form = FormBy::kWords});
  EXPECT_NE(WriteJson(body).find("JSON Schema: {"), std::string::npos);
  for (const auto* word : {"response_format", "output_config", "outputConfig", "text", "responseJsonSchema"})
    EXPECT_FALSE(body.contains(word)) << word;
}

TEST_P(ProviderTest, TheKeyIsInAHeaderAndNowhereElse) {
  const Access access{.model = "m", .key = "s3cret"};
  std::string headers;
  for (const auto& [name, value] : provider_.HeadersOf(access, {})) headers += name + ": " + value + "\n";
  EXPECT_NE(headers.find("s3cret"), std::string::npos);
  EXPECT_EQ(provider_.Path(access).find("s3cret"), std::string::npos);
  EXPECT_EQ(WriteJson(provider_.Body(Conversation(), access, {})).find("s3cret"), std::string::npos);
  for (const auto& [name, value] : provider_.HeadersOf({.model = "m"}, {}))
    EXPECT_EQ(name, "anthropic-version") << "no empty key is shown";
}

INSTANTIATE_TEST_SUITE_P(All, ProviderTest, testing::ValuesIn(Dialects()), [](const auto& row) {
  std::string name = row.param.provider;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Providers, AllAreTested) {
  std::set<std::string_view> tested, all;
  for (const auto& dialect : Dialects()) tested.insert(dialect.provider);
  for (const auto* provider : Providers()) all.insert(provider->name());
  EXPECT_EQ(tested, all);
}

TEST(Providers, OneThatIsNotThereIsToldWithThoseThatAre) {
  const auto none = FindProvider("openia");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().hint.find("openai, openai-responses, azure, azure-deployment, anthropic, gemini, bedrock"),
            std::string::npos);
}

TEST(Gemini, GetsTheSignatureOfACallBackAndCountsItsThoughts) {
  const auto reply = Gemini().Read(Parsed(
      R"({"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"status","args":{}},
          "thoughtSignature":"c2lnbmVk"}]},"finishReason":"STOP"}],
          "usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":3,"thoughtsTokenCount":200}})"));
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->usage.tokens_out, 203);
  const Question question{.system = "s",
                          .turns = {{.text = "t"},
                                    {.speaker = Turn::Speaker::kModel, .text = "", .calls = reply->calls},
                                    {.speaker = Turn::Speaker::kTool, .text = "{}", .answered = reply->calls.at(0)}}};
  const auto contents = Gemini().Body(question, {.model = "m"}, {}).at("contents").as_array();
  const auto& call = contents.at(1).at("parts").at(0);
  EXPECT_EQ(call.at("thoughtSignature"), "c2lnbmVk");
  EXPECT_EQ(call.at("functionCall").at("id"), "c1");
  EXPECT_EQ(contents.at(2).at("parts").at(0).at("functionResponse").at("id"), "c1");
}

TEST(OpenAiChat, TakesArgumentsThatAreAnObjectAndRefusesThoseThatAreCut) {
  const auto with = [](const std::string& arguments) {
    return OpenAiChat().Read(ParseJson(R"({"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":)" +
                                       arguments + "}}]}}]}")
                                 .value());
  };
  EXPECT_EQ(with(R"({"a":1})")->calls[0].arguments.at("a"), 1);
  EXPECT_TRUE(with(R"("")")->calls[0].arguments.empty());
  EXPECT_TRUE(with("null")->calls[0].arguments.empty());
  EXPECT_FALSE(with(R"("{\"a\": 1, \"b")"));
  EXPECT_FALSE(with("[1]"));
}

}  // namespace
}  // namespace docktor::brain
