#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/spec.h"
#include "settings/fields/findings.h"

namespace docktor::settings {

/// "4/15s": replicas; "100%/15s": percent.
Result<RatePolicy> ParsePolicy(std::string_view text);
/// Several, with commas between.
Result<std::vector<RatePolicy>> ParsePolicies(std::string_view text);
std::string ShowPolicies(const std::vector<RatePolicy>& value);

/// A list of {replicas: 4, period: 15s}, {percent: 100, period: 15s} or "4/15s". Empty: something was wrong.
std::optional<std::vector<RatePolicy>> ReadPolicies(const YamlNode& list, Findings& findings);

}  // namespace docktor::settings
