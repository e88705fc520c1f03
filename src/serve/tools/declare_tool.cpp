#include "serve/tools/declare_tool.h"

namespace docktor::serve {

json::object WithHelp(json::object schema, const Arguments& arguments) {
  json::array required;
  auto& properties = schema["properties"].as_object();
  for (const auto& [name, argument] : arguments) {
    properties[name].as_object()["description"] = argument.help;
    if (argument.required) required.emplace_back(name);
  }
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Status CheckGiven(const Arguments& arguments, const json::object& given) {
  for (const auto& [name, argument] : arguments)
    if (argument.required && !given.contains(name))
      return Fail(Errc::kInvalidInput, name + " is missing", name + ": " + argument.help);
  return {};
}

}  // namespace docktor::serve
