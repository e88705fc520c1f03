#include "operations/declare/input_schema.h"

namespace docktor::operations {

json::object InputSchemaOf(const Operation& operation) {
  auto input = operation.input_schema;
  json::array required;
  for (const auto& field : operation.fields) {
    auto& property = input["properties"].as_object()[field.name].as_object();
    const auto* unit = property.if_contains("description");
    property["description"] = unit != nullptr ? field.help + "; in " + std::string(unit->as_string()) : field.help;
    if (field.need == Field::Need::kRequired) required.emplace_back(field.name);
  }
  if (!required.empty()) input["required"] = std::move(required);
  return input;
}

}  // namespace docktor::operations
