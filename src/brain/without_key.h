#pragma once

#include <string>

#include "brain/providers/provider.h"

namespace docktor::brain {

/// With stars where a key, or the token of temporary credentials, stood.
std::string WithoutKey(std::string text, const Access& access);

/// In every text of `body`.
void HideKey(json::value& body, const Access& access);

/// One line of at most 300 bytes that can be shown, without them.
std::string Shown(std::string text, const Access& access = {});

}  // namespace docktor::brain
