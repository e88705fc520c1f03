#include "brain/providers/pick.h"

namespace docktor::brain {
namespace {

const json::value* At(const json::value& body, std::string_view pointer) {
  boost::system::error_code missing;
  return body.find_pointer(pointer, missing);
}

Result<json::object> Arguments(const json::value* arguments) {
  if (arguments == nullptr || arguments->is_null()) return json::object{};
  if (arguments->is_object()) return arguments->get_object();
  if (arguments->is_string() && arguments->get_string().empty()) return json::object{};
  const auto read = arguments->is_string() ? ParseJson(arguments->get_string()) : Result<json::value>(*arguments);
  if (read && read->is_object()) return read->get_object();
  return Fail(Errc::kInvalidInput, "the arguments of a tool call are no JSON object");
}

}  // namespace

std::string TextAt(const json::value& body, std::string_view pointer) {
  const auto* found = At(body, pointer);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t NumberAt(const json::value& body, std::string_view pointer) {
  const auto* found = At(body, pointer);
  return found != nullptr && found->is_int64() ? std::max<std::int64_t>(0, found->get_int64()) : 0;
}

const json::array& ArrayAt(const json::value& body, std::string_view pointer) {
  static const json::array none;
  const auto* found = At(body, pointer);
  return found != nullptr && found->is_array() ? found->get_array() : none;
}

Status AddCall(Reply& reply, std::string id, std::string name, const json::value* arguments) {
  auto read = Arguments(arguments);
  if (!read) return tl::unexpected(read.error());
  reply.calls.push_back({std::move(id), std::move(name), *std::move(read)});
  return {};
}

void OfferTools(json::object& body, const Question& question, json::object (*offer)(const Tool&)) {
  if (question.tools.empty()) return;
  auto& tools = body["tools"].emplace_array();
  for (const auto& tool : question.tools) tools.push_back(offer(tool));
}

std::string SystemWords(const Question& question, FormBy form) {
  if (!question.form || form == FormBy::kSchema) return question.system;
  return question.system +
         "\n\nAnswer with one JSON object and nothing else. Its JSON Schema: " + WriteJson(question.form->schema);
}

}  // namespace docktor::brain
