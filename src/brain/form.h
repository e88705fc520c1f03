#pragma once

#include <string_view>
#include <utility>

#include "brain/model.h"

namespace docktor::brain {

/// Every property required and no others allowed.
Form Strict(std::string name, json::object schema);

/// The form of what `ReadForm<T>` reads.
template <typename T>
Form FormOf(std::string name) {
  return Strict(std::move(name), SchemaOf<T>());
}

/// The JSON object in a reply that has just the properties of the form: models that are only told of it put words or a
/// fence around it, and no endpoint is relied upon to enforce it. kInvalidInput: there is none, or it is cut.
Result<json::object> ObjectIn(std::string_view reply, const Form& form);

template <typename T>
Result<T> ReadForm(std::string_view reply) {
  return ObjectIn(reply, FormOf<T>("")).and_then([](const json::object& o) {
    return FromJson<T>(o, Unknown::kRefuse);
  });
}

}  // namespace docktor::brain
