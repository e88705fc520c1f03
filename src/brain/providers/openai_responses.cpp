#include "brain/providers/pick.h"

/// Responses: https://platform.openai.com/docs/api-reference/responses.

namespace docktor::brain {
namespace {

void AddItems(const Turn& turn, json::array& input) {
  if (turn.speaker == Turn::Speaker::kTool) {
    input.push_back(
        json::object{{"type", "function_call_output"}, {"call_id", turn.answered.id}, {"output", turn.text}});
    return;
  }
  const bool user = turn.speaker == Turn::Speaker::kUser;
  if (user || !turn.text.empty())
    input.push_back(json::object{{"role", user ? "user" : "assistant"}, {"content", turn.text}});
  for (const auto& call : turn.calls)
    input.push_back(json::object{{"type", "function_call"},
                                 {"call_id", call.id},
                                 {"name", call.name},
                                 {"arguments", WriteJson(call.arguments)}});
}

json::object Format(const Form& form, FormBy by) {
  if (by == FormBy::kJson) return {{"type", "json_object"}};
  return {{"type", "json_schema"}, {"name", form.name}, {"strict", true}, {"schema", form.schema}};
}

json::object Offered(const Tool& tool) {
  return {
      {"type", "function"}, {"name", tool.name}, {"description", tool.description}, {"parameters", tool.parameters}};
}

/// What one item of the output adds. What the model says to itself ("reasoning") is no part of the answer.
Status Take(const json::value& item, Reply& reply) {
  const auto type = TextAt(item, "/type");
  if (type == "function_call")
    return AddCall(reply, TextAt(item, "/call_id"), TextAt(item, "/name"), item.as_object().if_contains("arguments"));
  if (type != "message") return {};
  for (const auto& part : ArrayAt(item, "/content")) {
    const auto kind = TextAt(part, "/type");
    if (kind == "output_text") reply.text += TextAt(part, "/text");
    if (kind == "refusal") reply.finish = Finish::kRefused;
  }
  return {};
}

class OpenAiResponsesProvider final : public Provider {
 public:
  std::string_view name() const override { return "openai-responses"; }
  std::string_view key_variable() const override { return OpenAiChat().key_variable(); }
  Result<std::string> Endpoint(const Variables& variables) const override { return OpenAiChat().Endpoint(variables); }
  std::string Path(const Access&) const override { return "/responses"; }
  Headers HeadersOf(const Access& access, const Letter&) const override { return Bearer(access.key); }

  json::object Body(const Question& question, const Access& access, const Habits& habits) const override {
    json::object body{{"model", access.model},
                      {"instructions", SystemWords(question, habits.form)},
                      {"max_output_tokens", question.most_tokens},
                      {"store", false}};
    auto& input = body["input"].emplace_array();
    for (const auto& turn : question.turns) AddItems(turn, input);
    OfferTools(body, question, Offered);
    if (question.form && habits.form != FormBy::kWords)
      body["text"] = json::object{{"format", Format(*question.form, habits.form)}};
    return body;
  }

  Result<Reply> Read(const json::value& body) const override {
    if (ArrayAt(body, "/output").empty()) return Fail(Errc::kInvalidInput, "the answer has no output");
    Reply reply{.model = TextAt(body, "/model")};
    for (const auto& item : ArrayAt(body, "/output"))
      if (const auto taken = Take(item, reply); !taken) return tl::unexpected(taken.error());
    if (reply.finish == Finish::kDone && !reply.calls.empty()) reply.finish = Finish::kCalls;
    if (reply.finish == Finish::kDone && TextAt(body, "/status") == "incomplete")
      reply.finish = TextAt(body, "/incomplete_details/reason") == "content_filter" ? Finish::kRefused : Finish::kCut;
    reply.usage = {NumberAt(body, "/usage/input_tokens"), NumberAt(body, "/usage/output_tokens")};
    return reply;
  }

  void AskForPieces(json::object& body, const Habits&) const override { body["stream"] = true; }

  /// The last piece has the whole answer.
  std::string Add(const Piece& piece, json::value& whole) const override {
    const auto type = TextAt(piece.data, "/type");
    if (type == "error") return Object(whole)["error"] = piece.data, std::string();
    const auto* response = ValueAt(piece.data, "/response");
    const bool last = type == "response.completed" || type == "response.incomplete" || type == "response.failed";
    if (last && response != nullptr) whole = *response;
    return type == "response.output_text.delta" ? TextAt(piece.data, "/delta") : std::string();
  }

  std::string PathOfEmbeddings(const Access& access) const override { return OpenAiChat().PathOfEmbeddings(access); }
};

}  // namespace

const Provider& OpenAiResponses() {
  static const OpenAiResponsesProvider provider;
  return provider;
}

}  // namespace docktor::brain
