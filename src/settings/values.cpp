#include "settings/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace docktor::settings {
namespace {

constexpr int kMostReplicas = 10'000;

std::string_view Trim(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

/// What a message can carry of a text that may be long or no text at all.
std::string Quoted(std::string_view text) {
  std::string shown(text.substr(0, 40));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return "'" + shown + (text.size() > 40 ? "…'" : "'");
}

tl::unexpected<Error> Refuse(std::string_view text, std::string_view what, std::string hint) {
  if (text.find('$') != text.npos)
    return Fail(Errc::kInvalidInput, Quoted(text) + ": variables are not filled in here", "write the value itself");
  return Fail(Errc::kInvalidInput, fmt::format("{} {}", Quoted(text), what), std::move(hint));
}

template <typename T, std::size_t N>
Result<T> OneOf(std::string_view text, const std::array<std::pair<std::string_view, T>, N>& words,
                std::string_view what, const std::string& hint) {
  std::string lower(Trim(text));
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const auto& [word, value] : words)
    if (word == lower) return value;
  return Refuse(text, what, hint);
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
  double value = 0;
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), value, std::chars_format::fixed);
  if (number.empty() || error != std::errc{} || end != number.data() + number.size() || !std::isfinite(value))
    return Refuse(text, "is not a share", hint);
  return percent ? value / 100 : value;
}

Result<Duration> DurationWithin(std::string_view text, Duration least, Duration most) {
  const auto hint = fmt::format("write {} to {}, such as 30s or 5m", ToText(least), ToText(most));
  const auto value = ParseDuration(Trim(text));
  if (!value) return Refuse(text, "is not a duration", hint);
  if (*value < least || *value > most) return Refuse(text, "is out of range", hint);
  return *value;
}

constexpr auto kPolicyHint = "write 4/15s for replicas in a time, 100%/15s for percent";

}  // namespace

Result<bool> ParseBool(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, bool>, 6> kWords{
      {{"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"on", true}, {"off", false}}};
  return OneOf(text, kWords, "is neither true nor false", "write true or false");
}

Result<int> ParseReplicas(std::string_view text) { return WholeNumber(text, 0); }
Result<int> ParseMax(std::string_view text) { return WholeNumber(text, 1); }
Result<int> ParsePolicyAmount(std::string_view text) { return WholeNumber(text, 1); }

Result<double> ParseTarget(std::string_view text) {
  const std::string hint = "write 60% or 0.6";
  const auto ratio = Ratio(text, hint);
  if (!ratio) return ratio;
  if (*ratio <= 0) return Refuse(text, "is no target: it must be above 0", hint);
  if (*ratio > 10)
    return Refuse(text, "is more than 1000%", Trim(text).ends_with('%') ? hint : fmt::format("write {}%", Trim(text)));
  return ratio;
}

Result<double> ParseTolerance(std::string_view text) {
  const std::string hint = "write 10% or 0.1";
  const auto ratio = Ratio(text, hint);
  if (ratio && (*ratio < 0 || *ratio >= 1)) return Refuse(text, "is not from 0% to below 100%", hint);
  return ratio;
}

Result<Duration> ParseWindow(std::string_view text) { return DurationWithin(text, 0s, 24h); }
Result<Duration> ParseInterval(std::string_view text) { return DurationWithin(text, 1s, 1h); }
Result<Duration> ParseDeadline(std::string_view text) { return DurationWithin(text, 1s, 24h); }
Result<Duration> ParsePeriod(std::string_view text) { return DurationWithin(text, 1s, 1h); }

Result<Select> ParseSelect(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, Select>, 3> kWords{
      {{"max", Select::kMax}, {"min", Select::kMin}, {"disabled", Select::kDisabled}}};
  return OneOf(text, kWords, "is no way to choose a policy", "write max, min or disabled");
}

Result<bool> ParseStateful(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, bool>, 2> kWords{{{"allow", true}, {"refuse", false}}};
  return OneOf(text, kWords, "is neither allow nor refuse", "write allow or refuse");
}

Result<RatePolicy> ParsePolicy(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == text.npos) return Refuse(text, "is not a policy", kPolicyHint);
  auto amount_text = Trim(text.substr(0, slash));
  const bool percent = amount_text.ends_with('%');
  if (percent) amount_text.remove_suffix(1);
  const auto amount = ParsePolicyAmount(amount_text);
  if (!amount) return tl::unexpected(amount.error());
  const auto period = ParsePeriod(text.substr(slash + 1));
  if (!period) return tl::unexpected(period.error());
  return RatePolicy{percent ? RateKind::kPercent : RateKind::kReplicas, *amount, *period};
}

Result<std::vector<RatePolicy>> ParsePolicies(std::string_view text) {
  std::vector<RatePolicy> policies;
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find(','), rest.size());
    const auto policy = ParsePolicy(rest.substr(0, end));
    if (!policy) return tl::unexpected(policy.error());
    policies.push_back(*policy);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (policies.empty()) return Refuse(text, "names no policy", kPolicyHint);
  return policies;
}

std::string ShowBool(const bool& value) { return value ? "true" : "false"; }
std::string ShowNumber(const int& value) { return std::to_string(value); }
std::string ShowRatio(const double& value) { return fmt::format("{:.6g}%", value * 100); }
std::string ShowDuration(const Duration& value) { return ToText(value); }
std::string ShowStateful(const bool& value) { return value ? "allow" : "refuse"; }

std::string ShowSelect(const Select& value) {
  switch (value) {
    case Select::kMax: return "max";
    case Select::kMin: return "min";
    case Select::kDisabled: return "disabled";
  }
  return {};
}

std::string ShowPolicies(const std::vector<RatePolicy>& value) {
  std::string text;
  for (const auto& policy : value)
    text += fmt::format("{}{}{}/{}", text.empty() ? "" : ",", policy.amount,
                        policy.kind == RateKind::kPercent ? "%" : "", ToText(policy.period));
  return text;
}

}  // namespace docktor::settings
