#include "brain/providers/pick.h"

/// Chat completions: https://platform.openai.com/docs/api-reference/chat. What Docker Model Runner, Ollama,
/// llama-server, vLLM, LM Studio, LiteLLM and OpenRouter speak too.

namespace docktor::brain {
namespace {

json::object Call(const ToolCall& call) {
  return {{"id", call.id},
          {"type", "function"},
          {"function", json::object{{"name", call.name}, {"arguments", WriteJson(call.arguments)}}}};
}

json::object Message(const Turn& turn) {
  if (turn.speaker == Turn::Speaker::kTool)
    return {{"role", "tool"}, {"tool_call_id", turn.answered.id}, {"content", turn.text}};
  if (turn.speaker == Turn::Speaker::kUser) return {{"role", "user"}, {"content", turn.text}};
  json::object message{{"role", "assistant"}, {"content", turn.text}};
  if (turn.calls.empty()) return message;
  auto& calls = message["tool_calls"].emplace_array();
  for (const auto& call : turn.calls) calls.push_back(Call(call));
  return message;
}

json::object Offered(const Tool& tool) {
  return {{"type", "function"},
          {"function",
           json::object{{"name", tool.name}, {"description", tool.description}, {"parameters", tool.parameters}}}};
}

json::object Format(const Form& form, FormBy by) {
  if (by == FormBy::kJson) return {{"type", "json_object"}};
  return {{"type", "json_schema"},
          {"json_schema", json::object{{"name", form.name}, {"strict", true}, {"schema", form.schema}}}};
}

Finish FinishOf(const json::value& body, const Reply& reply) {
  const auto reason = TextAt(body, "/choices/0/finish_reason");
  if (reason == "content_filter" || !TextAt(body, "/choices/0/message/refusal").empty()) return Finish::kRefused;
  if (!reply.calls.empty()) return Finish::kCalls;
  return reason == "length" ? Finish::kCut : Finish::kDone;
}

class OpenAiChatProvider final : public Provider {
 public:
  std::string_view name() const override { return "openai"; }
  std::string_view endpoint() const override { return "https://api.openai.com/v1"; }
  std::string_view key_variable() const override { return "OPENAI_API_KEY"; }
  std::string Path(const Access&) const override { return "/chat/completions"; }
  Headers HeadersOf(const Access& access) const override {
    if (access.key.empty()) return {};
    return {{"Authorization", "Bearer " + access.key}};
  }

  json::object Body(const Question& question, const Access& access, const Habits& habits) const override {
    json::object body{{"model", access.model},
                      {habits.old_token_limit ? "max_tokens" : "max_completion_tokens", question.most_tokens}};
    auto& messages = body["messages"].emplace_array();
    messages.push_back(json::object{{"role", "system"}, {"content", SystemWords(question, habits.form)}});
    for (const auto& turn : question.turns) messages.push_back(Message(turn));
    OfferTools(body, question, Offered);
    if (question.form && habits.form != FormBy::kWords) body["response_format"] = Format(*question.form, habits.form);
    return body;
  }

  Result<Reply> Read(const json::value& body) const override {
    if (ArrayAt(body, "/choices").empty()) return Fail(Errc::kInvalidInput, "the answer has no choices");
    Reply reply{.text = TextAt(body, "/choices/0/message/content"), .model = TextAt(body, "/model")};
    for (const auto& call : ArrayAt(body, "/choices/0/message/tool_calls")) {
      boost::system::error_code missing;
      const auto* arguments = call.find_pointer("/function/arguments", missing);
      if (const auto added = AddCall(reply, TextAt(call, "/id"), TextAt(call, "/function/name"), arguments); !added)
        return tl::unexpected(added.error());
    }
    reply.finish = FinishOf(body, reply);
    reply.usage = {NumberAt(body, "/usage/prompt_tokens"), NumberAt(body, "/usage/completion_tokens")};
    return reply;
  }
};

}  // namespace

const Provider& OpenAiChat() {
  static const OpenAiChatProvider provider;
  return provider;
}

}  // namespace docktor::brain
