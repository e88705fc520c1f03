#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"

namespace docktor::cli {

/// This program as a plugin of the `docker` command: a link to it by the name docker-docktor in one of Docker's folders
/// for plugins makes `docker docktor status` of `docktor status`.
inline constexpr const char* kPluginQuestion = "docker-cli-plugin-metadata";

/// What the `docker` command wants to know of a plugin: JSON.
std::string PluginMetadata();

/// What `docker` calls a plugin with: its own flags, then the plugin's name and arguments.
struct PluginCall {
  std::vector<std::string> arguments;
  /// Docker's own flags, as the variables that mean the same; an empty one is to be unset.
  std::map<std::string, std::string> variables;
};

/// Empty: this was not called as a plugin. kInvalidInput: a flag of Docker's that has no variable.
Result<std::optional<PluginCall>> ReadPluginCall(const std::string& program, const std::vector<std::string>& arguments);

}  // namespace docktor::cli
