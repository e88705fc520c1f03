#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "settings/fields/findings.h"

namespace docktor::settings {

/// What a label has to say of a value that is a list in files: it is a list in YAML's or JSON's short form.
template <typename T, std::optional<T> (*Read)(const YamlNode&, Findings&)>
Result<T> ParseShort(std::string_view text) {
  const auto node = ParseYaml(std::string(text), "value");
  if (!node) return tl::unexpected(node.error());
  Findings findings{"value"};
  auto value = Read(**node, findings);
  if (value) return *std::move(value);
  return tl::unexpected(findings.errors.front());
}

}  // namespace docktor::settings
