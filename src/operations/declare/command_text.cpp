#include "operations/declare/command_text.h"

#include "operations/declare/text_input.h"

namespace docktor::operations {
namespace {

/// As typed; a field that takes no value has none.
std::string ValueText(FieldKind kind, const json::value& value) {
  if (kind == FieldKind::kYesNo) return "";
  if (kind == FieldKind::kDuration)
    if (const auto duration = FromJson<Duration>(value)) return ToText(*duration);
  if (!value.is_string()) return WriteJson(value);
  const std::string text(value.as_string());
  return text.find(' ') == std::string::npos ? text : "\"" + text + "\"";
}

}  // namespace

std::string CommandText(const Operation& operation, const json::object& input) {
  std::string words, flags;
  for (const auto& field : operation.fields) {
    const auto* value = input.if_contains(field.name);
    if (value == nullptr || value->is_null() || (value->is_bool() && !value->as_bool())) continue;
    const auto text = ValueText(KindOf(operation, field.name), *value);
    if (field.IsPositional())
      words += " " + text;
    else
      flags += " " + field.Shown() + (text.empty() ? "" : " " + text);
  }
  return "docktor " + operation.name + words + flags;
}

}  // namespace docktor::operations
