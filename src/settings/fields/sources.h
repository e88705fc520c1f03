#pragma once

#include <optional>
#include <string>

#include "core/spec.h"
#include "settings/fields/findings.h"

namespace docktor::settings {

/// Reads {prometheus: URL, query: …, password_env: …, interval: …}; the key of the URL says what is asked there.
/// Empty: something was wrong. A URL with a password in it is refused: files and labels are no place for secrets, and
/// its text is not repeated.
std::optional<SourceSettings> ReadSource(const std::string& signal, const YamlNode& node, Findings& findings);

/// One line that reads back the same.
std::string ShowSource(const SourceSettings& source);

/// JSON Schema of what ReadSource takes.
std::string SourceSchema();

}  // namespace docktor::settings
