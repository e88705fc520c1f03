#pragma once

#include <string>

namespace docktor::brain {

/// With stars where the key stood.
std::string WithoutKey(std::string text, const std::string& key);

/// One line of at most 300 bytes that can be shown, without the key.
std::string Shown(std::string text, const std::string& key);

}  // namespace docktor::brain
