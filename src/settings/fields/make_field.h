#pragma once

#include <utility>

#include "settings/fields/fields.h"

namespace docktor::settings {

/// What a reader of the reference learns of a field.
struct FieldWords {
  std::string key;
  std::string_view help;
  std::string_view example;
  Scope scope = Scope::kService;
};

/// `get(layer)` is the Maybe<T> that the field stands for.
template <typename T, typename Get>
Field MakeField(const FieldWords& words, Get get, const Format<T>& format) {
  Field field{.key = words.key,
              .scope = words.scope,
              .help = words.help,
              .example = words.example,
              .form = format.form,
              .set = {},
              .read = {},
              .take = {},
              .show = {}};
  field.set = [get, &format](Layer& layer, std::string_view text, const Origin& origin) -> Status {
    auto value = format.parse(text);
    if (!value) return tl::unexpected(value.error());
    get(layer) = Said<T>{std::move(*value), origin};
    return {};
  };
  if (format.read)
    field.read = [get, &format](Layer& layer, const YamlNode& node, const Origin& origin, Findings& findings) {
      if (auto value = format.read(node, findings)) get(layer) = Said<T>{std::move(*value), origin};
    };
  field.take = [get](Layer& to, const Layer& from) {
    if (const auto& said = get(from)) get(to) = said;
  };
  field.show = [get, &format](const Layer& layer) -> std::optional<Said<std::string>> {
    const auto& said = get(layer);
    if (!said) return std::nullopt;
    return Said<std::string>{format.show(said->value), said->origin};
  };
  return field;
}

}  // namespace docktor::settings
