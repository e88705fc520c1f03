#include "brain/providers/pick.h"
#include "net/url.h"

/// generateContent: https://ai.google.dev/api/generate-content.

namespace docktor::brain {
namespace {

/// With the signature of the thought that led to it: newer models refuse a call without its own.
json::object Part(const ToolCall& call) {
  json::object part{{"functionCall", json::object{{"name", call.name}, {"args", call.arguments}}}};
  if (!call.id.empty()) part["functionCall"].as_object()["id"] = call.id;
  if (!call.seal.empty()) part["thoughtSignature"] = call.seal;
  return part;
}

json::object ResultOf(const Turn& turn) {
  json::object response{{"name", turn.answered.name}, {"response", json::object{{"result", turn.text}}}};
  if (!turn.answered.id.empty()) response["id"] = turn.answered.id;
  return {{"functionResponse", std::move(response)}};
}

json::object Content(const Turn& turn) {
  json::array parts;
  if (turn.speaker == Turn::Speaker::kTool) {
    parts.push_back(ResultOf(turn));
  } else {
    if (!turn.text.empty()) parts.push_back(json::object{{"text", turn.text}});
    for (const auto& call : turn.calls) parts.push_back(Part(call));
  }
  return {{"role", turn.speaker == Turn::Speaker::kModel ? "model" : "user"}, {"parts", std::move(parts)}};
}

json::object Offered(const Tool& tool) {
  return {{"name", tool.name}, {"description", tool.description}, {"parametersJsonSchema", tool.parameters}};
}

Finish FinishOf(const json::value& body, const Reply& reply) {
  if (!reply.calls.empty()) return Finish::kCalls;
  const auto reason = TextAt(body, "/candidates/0/finishReason");
  if (reason == "MAX_TOKENS") return Finish::kCut;
  for (const auto* refusal : {"SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"})
    if (reason == refusal) return Finish::kRefused;
  return Finish::kDone;
}

class GeminiProvider final : public Provider {
 public:
  std::string_view name() const override { return "gemini"; }
  std::string_view key_variable() const override { return "GEMINI_API_KEY"; }
  Result<std::string> Endpoint(const Variables&) const override {
    return "https://generativelanguage.googleapis.com/v1beta";
  }
  std::string Path(const Access& access) const override {
    return "/models/" + net::PercentEncode(access.model) + ":generateContent";
  }
  std::string PathOfPieces(const Access& access) const override {
    return "/models/" + net::PercentEncode(access.model) + ":streamGenerateContent?alt=sse";
  }
  Headers HeadersOf(const Access& access, const Letter&) const override {
    if (access.key.empty()) return {};
    return {{"x-goog-api-key", access.key}};
  }

  json::object Body(const Question& question, const Access&, const Habits& habits) const override {
    json::object limits{{"maxOutputTokens", question.most_tokens}};
    if (question.form && habits.form != FormBy::kWords) limits["responseMimeType"] = "application/json";
    if (question.form && habits.form == FormBy::kSchema) limits["responseJsonSchema"] = question.form->schema;
    json::array contents;
    for (const auto& turn : question.turns) AddTurn(contents, Content(turn), "parts");
    json::object body{
        {"systemInstruction",
         json::object{{"parts", json::array{json::object{{"text", SystemWords(question, habits.form)}}}}}},
        {"contents", std::move(contents)},
        {"generationConfig", std::move(limits)}};
    json::object declared;
    OfferTools(declared, question, Offered);
    if (!declared.empty()) body["tools"] = json::array{json::object{{"functionDeclarations", declared["tools"]}}};
    return body;
  }

  Result<Reply> Read(const json::value& body) const override {
    const auto blocked = TextAt(body, "/promptFeedback/blockReason");
    if (ArrayAt(body, "/candidates").empty() && blocked.empty())
      return Fail(Errc::kInvalidInput, "the answer has no candidates");
    Reply reply{.model = TextAt(body, "/modelVersion")};
    for (const auto& part : ArrayAt(body, "/candidates/0/content/parts")) {
      reply.text += TextAt(part, "/text");
      const auto* call = ValueAt(part, "/functionCall");
      if (call == nullptr || !call->is_object()) continue;
      const auto* arguments = call->get_object().if_contains("args");
      if (const auto added = AddCall(reply, TextAt(*call, "/id"), TextAt(*call, "/name"), arguments); !added)
        return tl::unexpected(added.error());
      reply.calls.back().seal = TextAt(part, "/thoughtSignature");
    }
    reply.finish = blocked.empty() ? FinishOf(body, reply) : Finish::kRefused;
    reply.usage = {
        NumberAt(body, "/usageMetadata/promptTokenCount"),
        NumberAt(body, "/usageMetadata/candidatesTokenCount") + NumberAt(body, "/usageMetadata/thoughtsTokenCount")};
    return reply;
  }

  void AskForPieces(json::object&, const Habits&) const override {}  // the address does

  /// Each piece is an answer of its own, with some of the parts. They become a candidate once it is said how it ended.
  std::string Add(const Piece& piece, json::value& whole) const override {
    auto& answer = Object(whole);
    for (const auto* kept : {"error", "modelVersion", "usageMetadata", "promptFeedback"})
      Keep(piece.data, kept, answer);
    std::string text;
    auto& parts = Array(answer["parts"]);
    for (const auto& part : ArrayAt(piece.data, "/candidates/0/content/parts")) {
      text += TextAt(part, "/text");
      parts.push_back(part);
    }
    if (auto reason = TextAt(piece.data, "/candidates/0/finishReason"); !reason.empty())
      answer["candidates"] =
          json::array{json::object{{"content", json::object{{"parts", parts}}}, {"finishReason", std::move(reason)}}};
    return text;
  }

  /// https://ai.google.dev/api/embeddings
  std::string PathOfEmbeddings(const Access& access) const override {
    return "/models/" + net::PercentEncode(access.model) + ":embedContent";
  }
  json::object EmbeddingBody(const std::string& text, const Access&) const override {
    return {{"content", json::object{{"parts", json::array{json::object{{"text", text}}}}}}};
  }
  Result<Embedding> ReadEmbedding(const json::value& body) const override {
    return EmbeddingAt(body, "/embedding/values", NumberAt(body, "/usageMetadata/promptTokenCount"));
  }
};

}  // namespace

const Provider& Gemini() {
  static const GeminiProvider provider;
  return provider;
}

}  // namespace docktor::brain
