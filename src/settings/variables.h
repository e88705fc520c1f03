#pragma once

#include <string>
#include <vector>

#include "settings/environment.h"
#include "settings/layer.h"

namespace docktor::settings {

/// What the environment says of all services.
struct VariablesLayer {
  Layer layer = {};
  std::vector<Error> errors = {};
};

/// The variable of a field: "scale_up.window" is DOCKTOR_SCALE_UP_WINDOW.
std::string VariableOf(const std::string& key);

/// Reads DOCKTOR_MAX, DOCKTOR_TARGETS_CPU, … An empty one is as if it were unset. One that is nearly the name of a
/// setting is an error; any other is left aside, because it may be somebody's password for a source.
VariablesLayer ReadVariables(const Environment& environment);

}  // namespace docktor::settings
