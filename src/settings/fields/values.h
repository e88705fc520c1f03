#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/spec.h"

/// Single values as people write them in files, labels and flags. Errors are kInvalidInput: what is wrong with the
/// text, and in the hint how to write it; the place is added by who knows it.
namespace docktor::settings {

Result<bool> ParseBool(std::string_view text);                ///< true, false; also yes, no, on, off
Result<int> ParseReplicas(std::string_view text);             ///< 0 to 10000
Result<int> ParsePositiveCount(std::string_view text);        ///< 1 to 10000
Result<double> ParseTarget(std::string_view text);            ///< "60%" or "0.6"; above 0, up to 1000 %
Result<double> ParseTolerance(std::string_view text);         ///< the same; 0 and more, below 100 %
Result<double> ParseSloTarget(std::string_view text);         ///< the same; 50 % to 99.99 %
Result<double> ParseShare(std::string_view text);             ///< the same; 0 to 1000 %
Result<double> ParsePositive(std::string_view text);          ///< a decimal number above 0
Result<std::int64_t> ParseMemory(std::string_view text);      ///< "512m", "2g": bytes, from 1 MiB on
Result<Strategy> ParseStrategy(std::string_view text);        ///< adaptive, target, threshold
Result<Headroom> ParseHeadroom(std::string_view text);        ///< low, normal, high
Result<Prefer> ParsePrefer(std::string_view text);            ///< more_small, fewer_large
Result<bool> ParseManual(std::string_view text);              ///< auto, manual
Result<std::string> ParseServiceName(std::string_view text);  ///< as Compose allows it
Result<BrainMode> ParseBrainMode(std::string_view text);      ///< off, explain, advise, decide
Result<std::string> ParseName(std::string_view text);         ///< something without spaces
Result<std::string> ParseListen(std::string_view text);       ///< "3000", "ADDRESS:3000" or "off"
Result<std::string> ParseBasePath(std::string_view text);     ///< "/docktor" of that or "/docktor/"; "" of "/"
Result<std::string> ParsePublicUrl(std::string_view text);    ///< http or https, without a path; lower case
Result<std::string> ParseFile(std::string_view text);         ///< a path from the root
Result<std::string> ParseProvider(std::string_view text);     ///< openai, openai-responses, anthropic, gemini
Result<std::string> ParseAddress(std::string_view text);      ///< http, https or unix:SOCKET:PATH, without a password
Result<std::string> ParseVariable(std::string_view text);     ///< the name of an environment variable
Result<std::int64_t> ParseTokens(std::string_view text);      ///< a whole number from 1 on
Result<Duration> ParsePatience(std::string_view text);        ///< 1s to 10m
Result<bool> ParseRollback(std::string_view text);            ///< auto, never
Result<Duration> ParseDelay(std::string_view text);           ///< 0s to 1h
Result<Duration> ParseCalmness(std::string_view text);        ///< 10s to 1h
Result<Duration> ParseWindow(std::string_view text);          ///< 0s to 1d
Result<Duration> ParseSlowAfter(std::string_view text);       ///< 1ms to 1h
Result<Duration> ParseInterval(std::string_view text);        ///< 1s to 1h
Result<Duration> ParseDeadline(std::string_view text);        ///< 1s to 1d
Result<Duration> ParsePeriod(std::string_view text);          ///< 1s to 1h
Result<Select> ParseSelect(std::string_view text);            ///< max, min, disabled
Result<bool> ParseStateful(std::string_view text);            ///< allow, refuse

std::string ShowBool(const bool& value);
std::string ShowNumber(const int& value);
std::string ShowRatio(const double& value);  ///< "60%"
std::string ShowDuration(const Duration& value);
std::string ShowSelect(const Select& value);
std::string ShowStateful(const bool& value);
std::string ShowStrategy(const Strategy& value);
std::string ShowHeadroom(const Headroom& value);
std::string ShowPrefer(const Prefer& value);
std::string ShowBrainMode(const BrainMode& value);
std::string ShowTokens(const std::int64_t& value);
std::string ShowText(const std::string& value);
std::string ShowManual(const bool& value);
std::string ShowRollback(const bool& value);
std::string ShowDecimal(const double& value);
std::string ShowMemory(const std::int64_t& value);

/// Without the spaces around it.
std::string_view Trim(std::string_view text);
/// "'ten' is not a whole number", or, where a variable stands, that those are not filled in.
tl::unexpected<Error> Refuse(std::string_view text, std::string_view what, std::string hint);

}  // namespace docktor::settings
