#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "settings/files/yaml.h"

namespace docktor::settings {

/// "name:line:column"
std::string PlaceText(const std::string& name, YamlPlace place);

/// What is wrong in one text, each with its place.
struct Findings {
  std::string name;  ///< of the file, or of whatever holds the text
  std::vector<Error> errors = {};

  void Tell(YamlPlace place, const std::string& what, std::string hint = {});
  void Tell(YamlPlace place, const std::string& key, const Error& error);
};

/// One key of a small map whose values are all single.
struct Part {
  std::string_view key;
  std::function<Status(const std::string& text)> set;
  bool required = false;
};

/// Reads a map of such parts: a policy, a source, a schedule. False: something was wrong, and has been told; `what`
/// names the map ("a policy"), `hint` shows a right one.
bool ReadParts(const YamlNode& node, const std::string& what, const std::string& hint, std::span<const Part> parts,
               Findings& findings);

/// Puts what `parse` makes of a text into `to`.
template <typename T, typename Parse>
auto Into(T& to, Parse parse) {
  return [&to, parse](const std::string& text) -> Status {
    auto value = parse(text);
    if (!value) return tl::unexpected(value.error());
    to = std::move(*value);
    return {};
  };
}

}  // namespace docktor::settings
