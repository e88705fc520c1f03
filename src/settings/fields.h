#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "settings/layer.h"

namespace docktor::settings {

/// One value that can be set for a service. Every source reads and every list shows the same fields: a new setting is
/// a member of Layer and a line in the list.
struct Field {
  std::string_view key;  ///< as labels have it: "scale_up.window"; in a file the points are levels
  std::function<Status(Layer&, std::string_view text, const Origin&)> set;
  std::function<void(Layer& to, const Layer& from)> take;  ///< where `from` says something
  std::function<std::optional<Said<std::string>>(const Layer&)> show;
};

std::span<const Field> Fields();
/// Null: no such field.
const Field* FindField(std::string_view key);

}  // namespace docktor::settings
