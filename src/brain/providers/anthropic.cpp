#include "brain/providers/pick.h"

/// Messages: https://docs.anthropic.com/en/api/messages.

namespace docktor::brain {
namespace {

json::object Message(const Turn& turn) {
  if (turn.speaker == Turn::Speaker::kTool)
    return {{"role", "user"},
            {"content", json::array{json::object{
                            {"type", "tool_result"}, {"tool_use_id", turn.answered.id}, {"content", turn.text}}}}};
  json::array content;
  if (!turn.text.empty()) content.push_back(json::object{{"type", "text"}, {"text", turn.text}});
  for (const auto& call : turn.calls)
    content.push_back(
        json::object{{"type", "tool_use"}, {"id", call.id}, {"name", call.name}, {"input", call.arguments}});
  return {{"role", turn.speaker == Turn::Speaker::kUser ? "user" : "assistant"}, {"content", std::move(content)}};
}

json::object Offered(const Tool& tool) {
  return {{"name", tool.name}, {"description", tool.description}, {"input_schema", tool.parameters}};
}

Finish FinishOf(const std::string& reason) {
  if (reason == "tool_use") return Finish::kCalls;
  if (reason == "refusal") return Finish::kRefused;
  return reason == "max_tokens" || reason == "model_context_window_exceeded" ? Finish::kCut : Finish::kDone;
}

/// The part of the content that a piece is about; empty: there is none.
json::object* PartOf(const json::value& piece, json::object& answer) {
  auto& content = Array(answer["content"]);
  const auto index = static_cast<std::size_t>(NumberAt(piece, "/index"));
  return index < content.size() && content[index].is_object() ? &content[index].get_object() : nullptr;
}

/// Text is added to text; the input of a call comes as bits of JSON, and is kept as their text.
std::string AddDelta(const json::value& delta, json::object& part) {
  auto text = TextAt(delta, "/text");
  if (!text.empty()) AppendText(part["text"], text);
  if (const auto bit = TextAt(delta, "/partial_json"); !bit.empty()) AppendText(part["input"], bit);
  return text;
}

class AnthropicProvider final : public Provider {
 public:
  std::string_view name() const override { return "anthropic"; }
  std::string_view key_variable() const override { return "ANTHROPIC_API_KEY"; }
  Result<std::string> Endpoint(const Variables&) const override { return "https://api.anthropic.com/v1"; }
  std::string Path(const Access&) const override { return "/messages"; }
  Headers HeadersOf(const Access& access, const Letter&) const override {
    Headers headers{{"anthropic-version", "2026-10-21"}};
    if (!access.key.empty()) headers.emplace_back("x-api-key", access.key);
    return headers;
  }

  json::object Body(const Question& question, const Access& access, const Habits& habits) const override {
    json::object body{
        {"model", access.model}, {"max_tokens", question.most_tokens}, {"system", SystemWords(question, habits.form)}};
    auto& messages = body["messages"].emplace_array();
    for (const auto& turn : question.turns) AddTurn(messages, Message(turn), "content");
    OfferAllTools(body, question, Offered);  // what has been called has to be among them
    if (!question.may_call && body.contains("tools")) body["tool_choice"] = json::object{{"type", "none"}};
    if (question.form && habits.form == FormBy::kSchema)
      body["output_config"] =
          json::object{{"format", json::object{{"type", "json_schema"}, {"schema", question.form->schema}}}};
    return body;
  }

  Result<Reply> Read(const json::value& body) const override {
    const auto reason = TextAt(body, "/stop_reason");
    if (reason.empty()) return Fail(Errc::kInvalidInput, "the answer has no stop_reason");
    Reply reply{.finish = FinishOf(reason), .model = TextAt(body, "/model")};
    for (const auto& part : ArrayAt(body, "/content")) {
      reply.text += TextAt(part, "/text");
      if (TextAt(part, "/type") != "tool_use") continue;
      const auto* input = part.as_object().if_contains("input");
      if (const auto added = AddCall(reply, TextAt(part, "/id"), TextAt(part, "/name"), input); !added)
        return tl::unexpected(added.error());
    }
    reply.usage = {NumberAt(body, "/usage/input_tokens"), NumberAt(body, "/usage/output_tokens")};
    return reply;
  }

  void AskForPieces(json::object& body, const Habits&) const override { body["stream"] = true; }

  std::string Add(const Piece& piece, json::value& whole) const override {
    const auto type = TextAt(piece.data, "/type");
    auto& answer = Object(whole);
    if (type == "error") Keep(piece.data, "error", answer);
    if (const auto* message = ValueAt(piece.data, "/message"); type == "message_start" && message != nullptr) {
      whole = *message;
      Object(whole).erase("stop_reason");  // none yet
      Array(Object(whole)["content"]).clear();
    }
    if (type == "content_block_start") {
      const auto* part = ValueAt(piece.data, "/content_block");
      Array(answer["content"]).push_back(part != nullptr ? *part : json::object());
    }
    if (type == "message_delta") {
      if (auto reason = TextAt(piece.data, "/delta/stop_reason"); !reason.empty()) answer["stop_reason"] = reason;
      Object(answer["usage"])["output_tokens"] = NumberAt(piece.data, "/usage/output_tokens");
    }
    auto* part = type == "content_block_delta" ? PartOf(piece.data, answer) : nullptr;
    const auto* delta = part != nullptr ? ValueAt(piece.data, "/delta") : nullptr;
    return delta != nullptr ? AddDelta(*delta, *part) : std::string();
  }
};

}  // namespace

const Provider& Anthropic() {
  static const AnthropicProvider provider;
  return provider;
}

}  // namespace docktor::brain
