#pragma once

#include <optional>
#include <vector>

#include "settings/layer.h"

namespace docktor::settings {

/// The models to ask, in order: the profile that bears the environment's name where there is one, else brain.profile,
/// else brain.model; then those of brain.fallback. A name that is no profile is a model's, served where brain.model is.
/// Three profiles need not be written: fast, balanced and smart are models of some 3, 8 and 70 billion parameters on
/// this machine. Empty: none is named.
std::vector<ModelChoice> ModelsOf(const Layer& layer);

/// brain.profile names one that there is not.
std::optional<Error> UnknownProfile(const Layer& layer);

}  // namespace docktor::settings
