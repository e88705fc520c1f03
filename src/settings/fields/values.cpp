#include "settings/fields/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "settings/fields/word_list.h"

namespace docktor::settings {
namespace {

/// What a message can carry of a text that may be long or no text at all.
std::string Quoted(std::string_view text) {
  std::string shown(text.substr(0, 40));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return "'" + shown + (text.size() > 40 ? "…'" : "'");
}

}  // namespace

std::string_view Trim(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

tl::unexpected<Error> Refuse(std::string_view text, std::string_view what, std::string hint) {
  if (text.find('$') != text.npos)
    return Fail(Errc::kInvalidInput, Quoted(text) + ": variables are not filled in here", "write the value itself");
  return Fail(Errc::kInvalidInput, fmt::format("{} {}", Quoted(text), what), std::move(hint));
}

namespace {

constexpr Words<Strategy, 3> kStrategies{
    {{"adaptive", Strategy::kAdaptive}, {"target", Strategy::kTarget}, {"threshold", Strategy::kThreshold}}};
constexpr Words<Headroom, 3> kHeadrooms{
    {{"low", Headroom::kLow}, {"normal", Headroom::kNormal}, {"high", Headroom::kHigh}}};

constexpr Words<Prefer, 2> kPreferences{{{"more_small", Prefer::kMoreSmall}, {"fewer_large", Prefer::kFewerLarge}}};

constexpr int kMostReplicas = 10'000;
constexpr double kLargest = 1e15;

/// Empty: not a finite decimal number.
std::optional<double> Number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  const bool whole = !text.empty() && error == std::errc{} && end == text.data() + text.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

Result<int> WholeNumber(std::string_view text, int least) {
  const auto number = Trim(text);
  const auto hint = fmt::format("write a whole number from {} to {}", least, kMostReplicas);
  int value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (number.empty() || error == std::errc::invalid_argument || end != number.data() + number.size())
    return Refuse(text, "is not a whole number", hint);
  // YAML reads 010 as eight, people as ten.
  if (number.size() > 1 && number.front() == '0') return Refuse(text, "begins with a zero", hint);
  if (error != std::errc{} || value < least || value > kMostReplicas) return Refuse(text, "is out of range", hint);
  return value;
}

Result<double> Ratio(std::string_view text, const std::string& hint) {
  auto number = Trim(text);
  const bool percent = number.ends_with('%');
  if (percent) number = Trim(number.substr(0, number.size() - 1));
  const auto value = Number(number);
  if (!value) return Refuse(text, "is not a share", hint);
  return percent ? *value / 100 : *value;
}

Result<Duration> DurationWithin(std::string_view text, Duration least, Duration most) {
  const auto hint = fmt::format("write {} to {}, such as 30s or 5m", ToText(least), ToText(most));
  const auto value = ParseDuration(Trim(text));
  if (!value) return Refuse(text, "is not a duration", hint);
  if (*value < least || *value > most) return Refuse(text, "is out of range", hint);
  return *value;
}

}  // namespace

Result<bool> ParseBool(std::string_view text) {
  constexpr Words<bool, 6> kWords{
      {{"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"on", true}, {"off", false}}};
  return OneOf(text, kWords, "is neither true nor false", "write true or false");
}

Result<int> ParseReplicas(std::string_view text) { return WholeNumber(text, 0); }
Result<int> ParsePositiveCount(std::string_view text) { return WholeNumber(text, 1); }

Result<double> ParseTarget(std::string_view text) {
  const std::string hint = "write 60% or 0.6";
  const auto ratio = Ratio(text, hint);
  if (!ratio) return ratio;
  if (*ratio <= 0) return Refuse(text, "is no target: it must be above 0", hint);
  if (*ratio > 10)
    return Refuse(text, "is more than 1000%", Trim(text).ends_with('%') ? hint : fmt::format("write {}%", Trim(text)));
  return ratio;
}

Result<double> ParseSloTarget(std::string_view text) {
  const std::string hint = "write 99% or 99.9%";
  const auto ratio = Ratio(text, hint);
  if (ratio && (*ratio < 0.5 || *ratio > 0.9999)) return Refuse(text, "is not from 50% to 99.99%", hint);
  return ratio;
}

Result<double> ParseShare(std::string_view text) {
  const std::string hint = "write 80% or 0.8";
  const auto ratio = Ratio(text, hint);
  if (ratio && (*ratio < 0 || *ratio > 10)) return Refuse(text, "is not from 0% to 1000%", hint);
  return ratio;
}

Result<double> ParseTolerance(std::string_view text) {
  const std::string hint = "write 10% or 0.1";
  const auto ratio = Ratio(text, hint);
  if (ratio && (*ratio < 0 || *ratio >= 1)) return Refuse(text, "is not from 0% to below 100%", hint);
  return ratio;
}

Result<double> ParsePositive(std::string_view text) {
  constexpr auto kHint = "write a number above 0, such as 50 or 0.5";
  const auto number = Number(Trim(text));
  if (!number) return Refuse(text, "is not a number", kHint);
  if (!(*number > 0) || *number > kLargest) return Refuse(text, "is out of range", kHint);
  return *number;
}

Result<std::int64_t> ParseMemory(std::string_view text) {
  constexpr auto kHint = "write 512m, 2g or 1.5g, as in a Compose file";
  auto number = Trim(text);
  std::int64_t unit = 1;
  if (!number.empty() && (number.back() == 'b' || number.back() == 'B')) number.remove_suffix(1);
  if (number.empty()) return Refuse(text, "is not a size of memory", kHint);
  constexpr std::string_view kUnits = "kmgt";
  const auto at = kUnits.find(static_cast<char>(number.back() | 0x20));
  if (at != kUnits.npos) {
    unit <<= 10 * (at + 1);
    number.remove_suffix(1);
  }
  const auto amount = Number(number);
  if (!amount) return Refuse(text, "is not a size of memory", kHint);
  const double bytes = *amount * static_cast<double>(unit);
  if (bytes < 1 << 20 || bytes > kLargest) return Refuse(text, "is out of range: less than 1m, or no machine's", kHint);
  return static_cast<std::int64_t>(bytes);
}

Result<Duration> ParseWindow(std::string_view text) { return DurationWithin(text, 0s, 24h); }
Result<Duration> ParseCalmness(std::string_view text) { return DurationWithin(text, 10s, 1h); }
Result<Duration> ParseSlowAfter(std::string_view text) { return DurationWithin(text, 1ms, 1h); }
Result<Duration> ParseInterval(std::string_view text) { return DurationWithin(text, 1s, 1h); }
Result<Duration> ParseDeadline(std::string_view text) { return DurationWithin(text, 1s, 24h); }
Result<Duration> ParseDelay(std::string_view text) { return DurationWithin(text, 0s, 1h); }
Result<Duration> ParsePatience(std::string_view text) { return DurationWithin(text, 1s, 10min); }
Result<Duration> ParsePeriod(std::string_view text) { return DurationWithin(text, 1s, 1h); }

Result<Select> ParseSelect(std::string_view text) {
  constexpr Words<Select, 3> kWords{{{"max", Select::kMax}, {"min", Select::kMin}, {"disabled", Select::kDisabled}}};
  return OneOf(text, kWords, "is no way to choose a policy", "write max, min or disabled");
}

Result<Strategy> ParseStrategy(std::string_view text) {
  return OneOf(text, kStrategies, "is no strategy", "write adaptive, target or threshold");
}

Result<Prefer> ParsePrefer(std::string_view text) {
  return OneOf(text, kPreferences, "is nothing to prefer", "write more_small or fewer_large");
}

Result<Headroom> ParseHeadroom(std::string_view text) {
  return OneOf(text, kHeadrooms, "is no headroom", "write low, normal or high");
}

Result<bool> ParseManual(std::string_view text) {
  constexpr Words<bool, 2> kWords{{{"auto", false}, {"manual", true}}};
  return OneOf(text, kWords, "is neither auto nor manual", "write auto or manual");
}

Result<std::string> ParseServiceName(std::string_view text) {
  constexpr auto kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  if (text.empty() || text.find_first_not_of(kAllowed) != text.npos)
    return Refuse(text, "is no name of a service", "write it as it is called in the Compose file: lb");
  return std::string(text);
}

Result<bool> ParseRollback(std::string_view text) {
  constexpr Words<bool, 2> kWords{{{"auto", true}, {"never", false}}};
  return OneOf(text, kWords, "is neither auto nor never", "write auto or never");
}

Result<bool> ParseStateful(std::string_view text) {
  constexpr Words<bool, 2> kWords{{{"allow", true}, {"refuse", false}}};
  return OneOf(text, kWords, "is neither allow nor refuse", "write allow or refuse");
}

std::string ShowBool(const bool& value) { return value ? "true" : "false"; }
std::string ShowNumber(const int& value) { return std::to_string(value); }
std::string ShowDecimal(const double& value) { return fmt::format("{:.10g}", value); }
std::string ShowRatio(const double& value) { return fmt::format("{:.6g}%", value * 100); }
std::string ShowDuration(const Duration& value) { return ToText(value); }
std::string ShowStateful(const bool& value) { return value ? "allow" : "refuse"; }

std::string ShowManual(const bool& value) { return value ? "manual" : "auto"; }
std::string ShowText(const std::string& value) { return value; }
std::string ShowRollback(const bool& value) { return value ? "auto" : "never"; }
std::string ShowStrategy(const Strategy& value) { return WordOf(value, kStrategies); }
std::string ShowHeadroom(const Headroom& value) { return WordOf(value, kHeadrooms); }
std::string ShowPrefer(const Prefer& value) { return WordOf(value, kPreferences); }

std::string ShowMemory(const std::int64_t& value) {
  constexpr std::array<std::pair<int, char>, 3> kUnits{{{30, 'g'}, {20, 'm'}, {10, 'k'}}};
  for (const auto& [bits, letter] : kUnits)
    if (value % (std::int64_t{1} << bits) == 0) return fmt::format("{}{}", value >> bits, letter);
  return std::to_string(value);
}

std::string ShowSelect(const Select& value) {
  switch (value) {
    case Select::kMax: return "max";
    case Select::kMin: return "min";
    case Select::kDisabled: return "disabled";
  }
  return {};
}

}  // namespace docktor::settings
