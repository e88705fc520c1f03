#pragma once

#include <string>

#include "settings/layer.h"

namespace docktor::settings {

/// Sets what `said` says, "targets.cpu=70%", with the keys of `x-docktor`. kInvalidInput: names the setting and what
/// would be right.
Status Assign(Layer& layer, const std::string& said, const Origin& origin);

}  // namespace docktor::settings
