#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "settings/fields/findings.h"
#include "settings/layer.h"

namespace docktor::settings {

/// Reads {smart: {model: claude-sonnet-5-5, provider: anthropic}}; a name alone is a model on this machine. Empty:
/// something was wrong.
std::optional<ModelProfiles> ReadProfiles(const YamlNode& node, Findings& findings);
/// One line that reads back the same.
std::string ShowProfiles(const ModelProfiles& profiles);

/// Names in the order in which they are tried: a list, or words with commas between them.
std::optional<std::vector<std::string>> ReadNames(const YamlNode& list, Findings& findings);
Result<std::vector<std::string>> ParseNames(std::string_view text);
std::string ShowNames(const std::vector<std::string>& names);

}  // namespace docktor::settings
