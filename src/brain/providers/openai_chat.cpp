#include "brain/providers/openai_chat.h"

#include "brain/providers/pick.h"

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

/// The call that a bit belongs to: the newest of its index, unless it begins another. Not all servers number their
/// calls, and some give all of them the same number; but each call has an id of its own.
json::object& CallOf(const json::value& bit, json::array& calls) {
  const auto index = NumberAt(bit, "/index");
  auto id = TextAt(bit, "/id");
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    if (NumberAt(*call, "/index") != index) continue;
    const auto known = TextAt(*call, "/id");
    if (!id.empty() && !known.empty() && known != id) break;
    if (!id.empty()) call->as_object()["id"] = std::move(id);
    return call->as_object();
  }
  calls.push_back(json::object{
      {"index", index}, {"id", std::move(id)}, {"function", json::object{{"name", ""}, {"arguments", ""}}}});
  return calls.back().as_object();
}

/// What each piece of a call adds: its name at once, its arguments bit by bit, or as an object.
void AddToCalls(const json::value& delta, json::array& calls) {
  for (const auto& bit : ArrayAt(delta, "/tool_calls")) {
    auto& function = CallOf(bit, calls)["function"].as_object();
    AppendText(function["name"], TextAt(bit, "/function/name"));
    const auto* arguments = ValueAt(bit, "/function/arguments");
    if (arguments != nullptr && arguments->is_object())
      function["arguments"] = *arguments;
    else if (function["arguments"].is_string())
      AppendText(function["arguments"], TextAt(bit, "/function/arguments"));
  }
}

}  // namespace

Provider::Headers OpenAiChatProvider::HeadersOf(const Access& access, const Letter&) const {
  return Bearer(access.key);
}

json::object OpenAiChatProvider::Body(const Question& question, const Access& access, const Habits& habits) const {
  json::object body{{"model", access.model},
                    {habits.old_token_limit ? "max_tokens" : "max_completion_tokens", question.most_tokens}};
  auto& messages = body["messages"].emplace_array();
  messages.push_back(json::object{{"role", "system"}, {"content", SystemWords(question, habits.form)}});
  for (const auto& turn : question.turns) messages.push_back(Message(turn));
  OfferTools(body, question, Offered);
  if (question.form && habits.form != FormBy::kWords) body["response_format"] = Format(*question.form, habits.form);
  return body;
}

Result<Reply> OpenAiChatProvider::Read(const json::value& body) const {
  if (ArrayAt(body, "/choices").empty()) return Fail(Errc::kInvalidInput, "the answer has no choices");
  Reply reply{.text = TextAt(body, "/choices/0/message/content"), .model = TextAt(body, "/model")};
  for (const auto& call : ArrayAt(body, "/choices/0/message/tool_calls")) {
    const auto* arguments = ValueAt(call, "/function/arguments");
    if (const auto added = AddCall(reply, TextAt(call, "/id"), TextAt(call, "/function/name"), arguments); !added)
      return tl::unexpected(added.error());
  }
  reply.finish = FinishOf(body, reply);
  reply.usage = {NumberAt(body, "/usage/prompt_tokens"), NumberAt(body, "/usage/completion_tokens")};
  return reply;
}

void OpenAiChatProvider::AskForPieces(json::object& body, const Habits& habits) const {
  body["stream"] = true;
  if (habits.counts_pieces) body["stream_options"] = json::object{{"include_usage", true}};
}

/// The message becomes a choice once it is said how it ended.
std::string OpenAiChatProvider::Add(const Piece& piece, json::value& whole) const {
  auto& answer = Object(whole);
  for (const auto* kept : {"error", "model", "usage"}) Keep(piece.data, kept, answer);
  const auto& choices = ArrayAt(piece.data, "/choices");
  if (choices.empty() || NumberAt(choices[0], "/index") != 0) return {};
  auto& message = Object(answer["message"]);
  const auto* delta = ValueAt(choices[0], "/delta");
  auto text = delta != nullptr ? TextAt(*delta, "/content") : std::string();
  AppendText(message["content"], text);
  if (delta != nullptr) {
    AppendText(message["refusal"], TextAt(*delta, "/refusal"));
    AddToCalls(*delta, Array(message["tool_calls"]));
  }
  if (auto reason = TextAt(choices[0], "/finish_reason"); !reason.empty())
    answer["choices"] = json::array{json::object{{"message", message}, {"finish_reason", std::move(reason)}}};
  return text;
}

const Provider& OpenAiChat() {
  static const OpenAiChatProvider provider;
  return provider;
}

}  // namespace docktor::brain
