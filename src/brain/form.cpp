#include "brain/form.h"

namespace docktor::brain {

Form Strict(std::string name, json::object schema) {
  json::array required;
  for (const auto& [property, ignored] : schema.at("properties").as_object()) required.push_back(property);
  schema["required"] = std::move(required);
  schema["additionalProperties"] = false;
  return {std::move(name), std::move(schema)};
}

Result<json::object> ObjectIn(std::string_view reply, const Form& form) {
  const auto begin = reply.find('{');
  const auto end = reply.rfind('}');
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
    return Fail(Errc::kInvalidInput, "the reply holds no JSON object");
  const auto value = ParseJson(reply.substr(begin, end - begin + 1));
  if (!value) return tl::unexpected(value.error().During("the reply holds no JSON object"));
  const auto& object = value->get_object();
  for (const auto& property : form.schema.at("required").as_array())
    if (!object.contains(property.as_string()))
      return Fail(Errc::kInvalidInput, "the reply has no " + std::string(property.as_string()));
  return object;
}

}  // namespace docktor::brain
