#pragma once

#include <map>
#include <optional>
#include <string>

namespace docktor::settings {

/// The variables of the process, handed in so that nothing else reads them.
using Environment = std::map<std::string, std::string>;

/// Empty where the variable is unset or empty: the two mean the same.
inline std::optional<std::string> Variable(const Environment& environment, const std::string& name) {
  const auto found = environment.find(name);
  if (found == environment.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

/// That of this process. Call it before there are threads that change it.
Environment ProcessEnvironment();

}  // namespace docktor::settings
