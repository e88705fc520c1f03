#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "settings/fields/formats.h"
#include "settings/layer.h"

namespace docktor::settings {

/// What a field can be said of.
enum class Scope {
  kService,  ///< of one service, or of all at once
  kProject,  ///< only of the whole project
};

/// One value that can be set. Every source reads and every list shows the same fields; reference, schema and
/// `config show` come from them. A new setting is a member of Layer and a line in the list.
struct Field {
  std::string key;  ///< as labels have it: "scale_up.window"; in a file the points are levels
  Scope scope = Scope::kService;
  std::string_view help;  ///< one sentence
  std::string_view example;
  Form form;
  std::function<Status(Layer&, std::string_view text, const Origin&)> set;
  /// Of values that are maps or lists in a file; null: it is a single value.
  std::function<void(Layer&, const YamlNode&, const Origin&, Findings&)> read;
  std::function<void(Layer& to, const Layer& from)> take;  ///< where `from` says something
  std::function<std::optional<Said<std::string>>(const Layer&)> show;
};

/// Those with fixed names, in the order of the reference.
std::span<const Field> Fields();
/// Those of a layer with names that the user gave: "targets.backlog", "sources.backlog".
std::vector<Field> OpenFields(const Layer& layer);
/// Null: no such field of a fixed name.
const Field* FindField(std::string_view key);
/// "targets.NAME" and "sources.NAME" for any name that a signal can have. Empty: the key is neither.
std::optional<Field> OpenField(std::string_view key);

}  // namespace docktor::settings
