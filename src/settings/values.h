#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/spec.h"

/// Single values as people write them in files, labels and flags. Errors are kInvalidInput: what is wrong with the
/// text, and in the hint how to write it; the place is added by who knows it.
namespace docktor::settings {

Result<bool> ParseBool(std::string_view text);                         ///< true, false; also yes, no, on, off
Result<int> ParseReplicas(std::string_view text);                      ///< 0 to 10000
Result<int> ParseMax(std::string_view text);                           ///< 1 to 10000
Result<double> ParseTarget(std::string_view text);                     ///< "60%" or "0.6"; above 0, up to 1000 %
Result<double> ParseTolerance(std::string_view text);                  ///< the same; 0 and more, below 100 %
Result<Duration> ParseWindow(std::string_view text);                   ///< 0s to 1d
Result<Duration> ParseInterval(std::string_view text);                 ///< 1s to 1h
Result<Duration> ParseDeadline(std::string_view text);                 ///< 1s to 1d
Result<Duration> ParsePeriod(std::string_view text);                   ///< 1s to 1h
Result<Select> ParseSelect(std::string_view text);                     ///< max, min, disabled
Result<bool> ParseStateful(std::string_view text);                     ///< allow, refuse
Result<RatePolicy> ParsePolicy(std::string_view text);                 ///< "4/15s": replicas; "100%/15s": percent
Result<std::vector<RatePolicy>> ParsePolicies(std::string_view text);  ///< several, with commas between
Result<int> ParsePolicyAmount(std::string_view text);                  ///< 1 to 10000

std::string ShowBool(const bool& value);
std::string ShowNumber(const int& value);
std::string ShowRatio(const double& value);  ///< "60%"
std::string ShowDuration(const Duration& value);
std::string ShowSelect(const Select& value);
std::string ShowStateful(const bool& value);
std::string ShowPolicies(const std::vector<RatePolicy>& value);

}  // namespace docktor::settings
