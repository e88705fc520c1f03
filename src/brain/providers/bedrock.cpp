#include <chrono>

#include <fmt/format.h>

#include "brain/providers/pick.h"
#include "net/url.h"

/// Converse: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html.

namespace docktor::brain {
namespace {

json::object Call(const ToolCall& call) {
  return {{"toolUse", json::object{{"toolUseId", call.id}, {"name", call.name}, {"input", call.arguments}}}};
}

/// An empty text is refused.
std::string Said(const std::string& text) { return text.empty() ? "(nothing)" : text; }

json::object Message(const Turn& turn) {
  json::array content;
  if (turn.speaker == Turn::Speaker::kTool) {
    content.push_back(
        json::object{{"toolResult", json::object{{"toolUseId", turn.answered.id},
                                                 {"content", json::array{json::object{{"text", Said(turn.text)}}}}}}});
  } else {
    if (!turn.text.empty()) content.push_back(json::object{{"text", turn.text}});
    for (const auto& call : turn.calls) content.push_back(Call(call));
    if (content.empty()) content.push_back(json::object{{"text", Said("")}});
  }
  return {{"role", turn.speaker == Turn::Speaker::kModel ? "assistant" : "user"}, {"content", std::move(content)}};
}

json::object Offered(const Tool& tool) {
  return {{"toolSpec", json::object{{"name", tool.name},
                                    {"description", tool.description},
                                    {"inputSchema", json::object{{"json", tool.parameters}}}}}};
}

/// The schema is text here.
json::object Format(const Form& form) {
  return {{"textFormat",
           json::object{
               {"type", "json_schema"},
               {"structure",
                json::object{{"jsonSchema", json::object{{"name", form.name}, {"schema", WriteJson(form.schema)}}}}}}}};
}

Finish FinishOf(const std::string& reason) {
  if (reason == "tool_use") return Finish::kCalls;
  if (reason == "guardrail_intervened" || reason == "content_filtered") return Finish::kRefused;
  return reason == "max_tokens" || reason == "model_context_window_exceeded" ? Finish::kCut : Finish::kDone;
}

std::string AddDelta(const json::value& delta, json::object& part) {
  auto text = TextAt(delta, "/text");
  if (!text.empty()) AppendText(part["text"], text);
  if (const auto bit = TextAt(delta, "/toolUse/input"); !bit.empty())
    AppendText(Object(part["toolUse"])["input"], bit);  // bits of JSON: kept as their text
  return text;
}

class BedrockProvider final : public Provider {
 public:
  std::string_view name() const override { return "bedrock"; }
  std::string_view key_variable() const override { return "AWS_BEARER_TOKEN_BEDROCK"; }

  Result<std::string> Endpoint(const Variables& variables) const override {
    for (const auto* named : {"AWS_ENDPOINT_URL_BEDROCK_RUNTIME", "AWS_ENDPOINT_URL"})
      if (auto address = Held(variables, named); !address.empty()) return address;
    const auto region = Region(variables);
    if (!region.empty()) return fmt::format("https://bedrock-runtime.{}.amazonaws.com", region);
    return Fail(Errc::kInvalidInput, "bedrock is served in each region by itself, and none is named",
                "set AWS_REGION, such as eu-central-1");
  }

  Result<Access> OwnAccess(const std::string& model, const Variables& variables) const override {
    if (auto key = Held(variables, key_variable()); !key.empty()) return Access{.model = model, .key = std::move(key)};
    auto id = Held(variables, "AWS_ACCESS_KEY_ID"), secret = Held(variables, "AWS_SECRET_ACCESS_KEY");
    auto region = Region(variables);
    if (id.empty() || secret.empty() || region.empty())
      return Fail(Errc::kInvalidInput, "bedrock wants a key, and there is none",
                  "set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_REGION");
    return Access{.model = model,
                  .key = std::move(secret),
                  .aws = net::AwsIdentity{std::move(id), Held(variables, "AWS_SESSION_TOKEN"), std::move(region)}};
  }

  std::string Path(const Access& access) const override {
    return "/model/" + net::PercentEncode(access.model) + "/converse";
  }
  std::string_view PathOfModels() const override { return ""; }
  std::string PathOfPieces(const Access& access) const override { return Path(access) + "-stream"; }
  Headers HeadersOf(const Access& access, const Letter& letter) const override {
    if (!access.aws) return Bearer(access.key);
    const auto now = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    return net::SignForAws({letter.method, letter.host, letter.path, kJsonContent, letter.body}, *access.aws,
                           access.key, "bedrock", now);
  }

  json::object Body(const Question& question, const Access&, const Habits& habits) const override {
    json::object body{{"system", json::array{json::object{{"text", SystemWords(question, habits.form)}}}},
                      {"inferenceConfig", json::object{{"maxTokens", question.most_tokens}}}};
    auto& messages = body["messages"].emplace_array();
    for (const auto& turn : question.turns) AddTurn(messages, Message(turn), "content");
    json::object offered;
    OfferAllTools(offered, question, Offered);  // what has been called has to be among them
    if (!offered.empty()) body["toolConfig"] = std::move(offered);
    if (question.form && habits.form == FormBy::kSchema) body["outputConfig"] = Format(*question.form);
    return body;
  }

  Result<Reply> Read(const json::value& body) const override {
    const auto reason = TextAt(body, "/stopReason");
    if (reason.empty()) return Fail(Errc::kInvalidInput, "the answer has no stopReason");
    Reply reply{.finish = FinishOf(reason)};
    for (const auto& part : ArrayAt(body, "/output/message/content")) {
      reply.text += TextAt(part, "/text");
      const auto* use = ValueAt(part, "/toolUse");
      if (use == nullptr || !use->is_object()) continue;
      const auto* input = use->get_object().if_contains("input");
      if (const auto added = AddCall(reply, TextAt(*use, "/toolUseId"), TextAt(*use, "/name"), input); !added)
        return tl::unexpected(added.error());
    }
    reply.usage = {NumberAt(body, "/usage/inputTokens"), NumberAt(body, "/usage/outputTokens")};
    return reply;
  }

  void AskForPieces(json::object&, const Habits&) const override {}  // the address does

  std::string Add(const Piece& piece, json::value& whole) const override {
    auto& answer = Object(whole);
    if (piece.kind.ends_with("Exception")) return answer["error"] = piece.data, std::string();
    if (piece.kind == "messageStop") answer["stopReason"] = TextAt(piece.data, "/stopReason");
    if (piece.kind == "metadata") Keep(piece.data, "usage", answer);
    auto& content = Array(Object(Object(answer["output"])["message"])["content"]);
    constexpr std::int64_t kMostParts = 100;
    const auto index = static_cast<std::size_t>(std::min(NumberAt(piece.data, "/contentBlockIndex"), kMostParts));
    if (piece.kind != "contentBlockStart" && piece.kind != "contentBlockDelta") return {};
    while (content.size() <= index) content.push_back(json::object());  // a text begins without a word
    const auto* start = ValueAt(piece.data, "/start");
    if (start != nullptr && start->is_object()) content[index] = *start;
    const auto* delta = ValueAt(piece.data, "/delta");
    return delta != nullptr ? AddDelta(*delta, content[index].as_object()) : std::string();
  }

  /// Each maker's models want a form of their own there: Amazon Titan's and Cohere's are known.
  /// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html,
  /// https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html
  std::string PathOfEmbeddings(const Access& access) const override {
    return "/model/" + net::PercentEncode(access.model) + "/invoke";
  }
  json::object EmbeddingBody(const std::string& text, const Access& access) const override {
    if (access.model.find("cohere.") == std::string::npos) return {{"inputText", text}};
    return {{"texts", json::array{text}}, {"input_type", "search_document"}};
  }
  Result<Embedding> ReadEmbedding(const json::value& body) const override {
    for (const auto* of_cohere : {"/embeddings/0", "/embeddings/float/0"})
      if (!ArrayAt(body, of_cohere).empty()) return EmbeddingAt(body, of_cohere, 0);
    return EmbeddingAt(body, "/embedding", NumberAt(body, "/inputTextTokenCount"));
  }

 private:
  static std::string Region(const Variables& variables) {
    auto region = Held(variables, "AWS_REGION");
    return region.empty() ? Held(variables, "AWS_DEFAULT_REGION") : region;
  }
};

}  // namespace

const Provider& Bedrock() {
  static const BedrockProvider provider;
  return provider;
}

}  // namespace docktor::brain
