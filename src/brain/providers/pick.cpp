#include "brain/providers/pick.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace docktor::brain {
namespace {

Result<json::object> Arguments(const json::value* arguments) {
  if (arguments == nullptr || arguments->is_null()) return json::object{};
  if (arguments->is_object()) return arguments->get_object();
  if (arguments->is_string() && arguments->get_string().empty()) return json::object{};
  const auto read = arguments->is_string() ? ParseJson(arguments->get_string()) : Result<json::value>(*arguments);
  if (read && read->is_object()) return read->get_object();
  return Fail(Errc::kInvalidInput, "the arguments of a tool call are no JSON object");
}

}  // namespace

const json::value* ValueAt(const json::value& body, std::string_view pointer) {
  boost::system::error_code missing;
  return body.find_pointer(pointer, missing);
}

std::string TextAt(const json::value& body, std::string_view pointer) {
  const auto* found = ValueAt(body, pointer);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t NumberAt(const json::value& body, std::string_view pointer) {
  const auto* found = ValueAt(body, pointer);
  constexpr std::int64_t kMost = std::int64_t{1} << 53;  // more is not said exactly, and sums must not overflow
  return found != nullptr && found->is_int64() ? std::clamp<std::int64_t>(found->get_int64(), 0, kMost) : 0;
}

const json::array& ArrayAt(const json::value& body, std::string_view pointer) {
  static const json::array none;
  const auto* found = ValueAt(body, pointer);
  return found != nullptr && found->is_array() ? found->get_array() : none;
}

json::object& Object(json::value& value) { return value.is_object() ? value.get_object() : value.emplace_object(); }
json::array& Array(json::value& value) { return value.is_array() ? value.get_array() : value.emplace_array(); }

void AppendText(json::value& text, std::string_view more) {
  if (!text.is_string()) text.emplace_string();
  text.get_string().append(more);
}

void Keep(const json::value& piece, std::string_view name, json::object& answer) {
  const auto* said = piece.is_object() ? piece.get_object().if_contains(name) : nullptr;
  if (said != nullptr && !said->is_null()) answer[name] = *said;
}

Provider::Headers Bearer(const std::string& key) {
  if (key.empty()) return {};
  return {{"Authorization", "Bearer " + key}};
}

Status AddCall(Reply& reply, std::string id, std::string name, const json::value* arguments) {
  auto read = Arguments(arguments);
  if (!read) return tl::unexpected(read.error());
  reply.calls.push_back({std::move(id), std::move(name), *std::move(read)});
  return {};
}

void OfferTools(json::object& body, const Question& question, json::object (*offer)(const Tool&)) {
  if (question.may_call) OfferAllTools(body, question, offer);
}

void AddTurn(json::array& turns, json::object turn, std::string_view parts) {
  auto& more = turn.at(parts).as_array();
  auto* last = turns.empty() ? nullptr : &turns.back().as_object();
  if (last == nullptr || last->at("role") != turn.at("role")) return turns.push_back(std::move(turn));
  auto& there = last->at(parts).as_array();
  for (auto& part : more) there.push_back(std::move(part));
}

void OfferAllTools(json::object& body, const Question& question, json::object (*offer)(const Tool&)) {
  if (question.tools.empty()) return;
  auto& tools = body["tools"].emplace_array();
  for (const auto& tool : question.tools) tools.push_back(offer(tool));
}

Result<Embedding> EmbeddingAt(const json::value& body, std::string_view pointer, std::int64_t tokens) {
  Embedding embedding{.vector = {}, .tokens = tokens};
  for (const auto& number : ArrayAt(body, pointer)) {
    const auto value = number.is_number() ? number.to_number<double>() : std::nan("");
    if (!(std::abs(value) <= std::numeric_limits<float>::max()))
      return Fail(Errc::kInvalidInput, "the embedding is not made of numbers");
    embedding.vector.push_back(static_cast<float>(value));
  }
  if (embedding.vector.empty()) return Fail(Errc::kInvalidInput, "the answer has no embedding");
  return embedding;
}

std::string SystemWords(const Question& question, FormBy form) {
  if (!question.form || form == FormBy::kSchema) return question.system;
  return question.system +
         "\n\nAnswer with one JSON object and nothing else. Its JSON Schema: " + WriteJson(question.form->schema);
}

}  // namespace docktor::brain
