#include "operations/declare/text_input.h"

#include <charconv>
#include <cmath>

#include "operations/shared/did_you_mean.h"

namespace docktor::operations {
namespace {

tl::unexpected<Error> Wrong(const std::string& shown, const std::string& text, const std::string& wanted) {
  return Fail(Errc::kInvalidInput, shown + ": '" + text + "' is not " + wanted);
}

Result<json::value> YesNo(const std::string& shown, const std::string& text) {
  if (text == "true" || text == "1" || text.empty()) return json::value(true);
  if (text == "false" || text == "0") return json::value(false);
  return Wrong(shown, text, "true or false");
}

template <typename T>
Result<json::value> Number(const std::string& shown, const std::string& text, const char* wanted) {
  T number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return Wrong(shown, text, wanted);
  if constexpr (std::is_floating_point_v<T>)
    if (!std::isfinite(number)) return Wrong(shown, text, wanted);
  return json::value(number);
}

}  // namespace

FieldKind KindOf(const Operation& operation, const std::string& field) {
  const auto& schema = operation.input_schema.at("properties").as_object().at(field).as_object();
  const auto* type = schema.if_contains("type");
  const std::string_view name = type != nullptr ? std::string_view(type->as_string()) : "string";
  if (name == "boolean") return FieldKind::kYesNo;
  if (name == "integer") return FieldKind::kWhole;
  if (name != "number") return FieldKind::kText;
  return schema.contains("description") ? FieldKind::kDuration : FieldKind::kNumber;
}

Result<json::value> FieldFromText(FieldKind kind, const std::string& shown, const std::string& text) {
  switch (kind) {
    case FieldKind::kText: return json::value(json::string(text));
    case FieldKind::kYesNo: return YesNo(shown, text);
    case FieldKind::kWhole: return Number<std::int64_t>(shown, text, "a whole number");
    case FieldKind::kNumber: return Number<double>(shown, text, "a number");
    case FieldKind::kDuration: break;
  }
  if (const auto seconds = Number<double>(shown, text, ""); seconds && seconds->get_double() >= 0) return seconds;
  const auto duration = ParseDuration(text);
  if (!duration) return tl::unexpected<Error>(duration.error().During(shown));
  return json::value(Seconds(*duration));
}

Result<json::object> InputFromText(const Operation& operation,
                                   const std::vector<std::pair<std::string, std::string>>& pairs) {
  json::object input;
  for (const auto& [name, text] : pairs) {
    if (operation.FindField(name) == nullptr) {
      std::vector<std::string> known;
      for (const auto& field : operation.fields) known.push_back(field.name);
      const auto meant = DidYouMean(name, known);
      return Fail(Errc::kInvalidInput, operation.name + " takes no '" + name + "'",
                  meant           ? "did you mean '" + *meant + "'?"
                  : known.empty() ? "it takes nothing"
                                  : "it takes " + Listed(known));
    }
    if (input.contains(name)) return Fail(Errc::kInvalidInput, "'" + name + "' is given twice");
    auto value = FieldFromText(KindOf(operation, name), name, text);
    if (!value) return tl::unexpected<Error>(std::move(value).error());
    input.emplace(name, *std::move(value));
  }
  return input;
}

}  // namespace docktor::operations
