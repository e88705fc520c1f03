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
};

const Dialect kDialects[] = {
    {"openai",
     R"({"model":"m-1","choices":[{"message":{"role":"assistant","content":"hold"},"finish_reason":"stop"}],
         "usage":{"prompt_tokens":12,"completion_tokens":3}})",
     R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"c1","type":"function",
         "function":{"name":"get_status","arguments":"{\"service\":\"web\"}"}}]},"finish_reason":"tool_calls"}]})",
     R"({"choices":[{"message":{"content":"ho"},"finish_reason":"length"}]})",
     R"({"choices":[{"message":{"content":null,"refusal":"I cannot"},"finish_reason":"stop"}]})", R"({"choices":[]})"},
    {"openai-responses",
     R"({"model":"m-1","status":"completed","output":[{"type":"reasoning"},{"type":"message","content":
         [{"type":"output_text","text":"hold"}]}],"usage":{"input_tokens":12,"output_tokens":3}})",
     R"({"status":"completed","output":[{"type":"function_call","call_id":"c1","name":"get_status",
         "arguments":"{\"service\":\"web\"}"}]})",
     R"({"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message",
         "content":[{"type":"output_text","text":"ho"}]}]})",
     R"({"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"I cannot"}]}]})",
     R"({"output":[]})"},
    {"anthropic",
     R"({"model":"m-1","content":[{"type":"text","text":"hold"}],"stop_reason":"end_turn",
         "usage":{"input_tokens":12,"output_tokens":3}})",
     R"({"content":[{"type":"tool_use","id":"c1","name":"get_status","input":{"service":"web"}}],
         "stop_reason":"tool_use"})",
     R"({"content":[{"type":"text","text":"ho"}],"stop_reason":"max_tokens"})",
     R"({"content":[],"stop_reason":"refusal"})", R"({"content":[]})"},
    {"gemini",
     R"({"modelVersion":"m-1","candidates":[{"content":{"parts":[{"text":"hold"}]},"finishReason":"STOP"}],
         "usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":3}})",
     R"({"candidates":[{"content":{"parts":[{"functionCall":{"id":"c1","name":"get_status",
         "args":{"service":"web"}}}]},"finishReason":"STOP"}]})",
     R"({"candidates":[{"content":{"parts":[{"text":"ho"}]},"finishReason":"MAX_TOKENS"}]})",
     R"({"promptFeedback":{"blockReason":"SAFETY"}})", R"({"candidates":[]})"},
};

class ProviderTest : public testing::TestWithParam<Dialect> {
 protected:
  const Provider& provider_ = **FindProvider(GetParam().provider);
};

TEST_P(ProviderTest, ReadsAText) {
  const auto reply = provider_.Read(Parsed(GetParam().text));
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->text, "hold");
  EXPECT_EQ(reply->finish, Finish::kDone);
  EXPECT_EQ(reply->model, "m-1");
  EXPECT_EQ(reply->usage.tokens_in, 12);
  EXPECT_EQ(reply->usage.tokens_out, 3);
}

TEST_P(ProviderTest, ReadsACall) {
  const auto reply = provider_.Read(Parsed(GetParam().call));
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(reply->finish, Finish::kCalls);
  ASSERT_EQ(reply->calls.size(), 1u);
  EXPECT_EQ(reply->calls[0].id, "c1");
  EXPECT_EQ(reply->calls[0].name, "get_status");
  EXPECT_EQ(reply->calls[0].arguments, (json::object{{"service", "web"}}));
}

TEST_P(ProviderTest, TellsHowItEnded) {
  EXPECT_EQ(provider_.Read(Parsed(GetParam().cut))->finish, Finish::kCut);
  EXPECT_EQ(provider_.Read(Parsed(GetParam().refused))->finish, Finish::kRefused);
}

TEST_P(ProviderTest, WhatIsNoReplyIsAnError) {
  for (const auto* body : {GetParam().nothing, "{}", "[]", "null", "3"})
    EXPECT_FALSE(provider_.Read(Parsed(body))) << body;
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

TEST_P(ProviderTest, TellsTheSchemaInWordsWhereTheEndpointDoesNotKnowForms) {
  const auto body = provider_.Body(Conversation(), {.model = "m"}, {.form = FormBy::kWords});
  EXPECT_NE(WriteJson(body).find("JSON Schema: {"), std::string::npos);
  for (const auto* word : {"response_format", "output_config", "text", "responseJsonSchema"})
    EXPECT_FALSE(body.contains(word)) << word;
}

TEST_P(ProviderTest, TheKeyIsInAHeaderAndNowhereElse) {
  const Access access{.model = "m", .key = "s3cret"};
  std::string headers;
  for (const auto& [name, value] : provider_.HeadersOf(access)) headers += name + ": " + value + "\n";
  EXPECT_NE(headers.find("s3cret"), std::string::npos);
  EXPECT_EQ(provider_.Path(access).find("s3cret"), std::string::npos);
  EXPECT_EQ(WriteJson(provider_.Body(Conversation(), access, {})).find("s3cret"), std::string::npos);
  for (const auto& [name, value] : provider_.HeadersOf({.model = "m"}))
    EXPECT_EQ(name, "anthropic-version") << "no empty key is shown";
}

INSTANTIATE_TEST_SUITE_P(All, ProviderTest, testing::ValuesIn(kDialects), [](const auto& row) {
  std::string name = row.param.provider;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Providers, AllAreTested) {
  std::set<std::string_view> tested, all;
  for (const auto& dialect : kDialects) tested.insert(dialect.provider);
  for (const auto* provider : Providers()) all.insert(provider->name());
  EXPECT_EQ(tested, all);
}

TEST(Providers, OneThatIsNotThereIsToldWithThoseThatAre) {
  const auto none = FindProvider("openia");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().hint.find("openai, openai-responses, anthropic, gemini"), std::string::npos);
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
