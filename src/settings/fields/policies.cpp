#include "settings/fields/policies.h"

#include <fmt/format.h>

#include "settings/fields/values.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;

constexpr auto kTextHint = "write 4/15s for replicas in a time, 100%/15s for percent";
constexpr auto kMapHint = "write {replicas: 4, period: 15s} or {percent: 100, period: 15s}";

Result<int> ParsePercent(std::string_view text) {
  if (text.ends_with('%')) text.remove_suffix(1);
  return ParsePositiveCount(text);
}

std::optional<RatePolicy> ReadPolicy(const YamlNode& item, Findings& findings) {
  if (item.kind == Kind::kScalar) {
    const auto policy = ParsePolicy(item.scalar);
    if (policy) return *policy;
    return findings.Tell(item.place, "policy", policy.error()), std::nullopt;
  }
  RatePolicy policy;
  const std::vector<Part> parts{{"replicas", Into(policy.amount, ParsePositiveCount)},
                                {"percent", Into(policy.amount, ParsePercent)},
                                {"period", Into(policy.period, ParsePeriod)}};
  if (!ReadParts(item, "a policy", kMapHint, parts, findings)) return std::nullopt;
  const bool percent = item.Find("percent") != nullptr;
  if (!item.Find("period") || (item.Find("replicas") != nullptr) == percent)
    return findings.Tell(item.place, "a policy has a period and either replicas or percent", kMapHint), std::nullopt;
  policy.kind = percent ? RateKind::kPercent : RateKind::kReplicas;
  return policy;
}

}  // namespace

Result<RatePolicy> ParsePolicy(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == text.npos) return Refuse(text, "is not a policy", kTextHint);
  const auto amount_text = Trim(text.substr(0, slash));
  const auto amount = ParsePercent(amount_text);
  if (!amount) return tl::unexpected(amount.error());
  const auto period = ParsePeriod(text.substr(slash + 1));
  if (!period) return tl::unexpected(period.error());
  return RatePolicy{amount_text.ends_with('%') ? RateKind::kPercent : RateKind::kReplicas, *amount, *period};
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
  if (policies.empty()) return Refuse(text, "names no policy", kTextHint);
  return policies;
}

std::string ShowPolicies(const std::vector<RatePolicy>& value) {
  std::string text;
  for (const auto& policy : value)
    text += fmt::format("{}{}{}/{}", text.empty() ? "" : ",", policy.amount,
                        policy.kind == RateKind::kPercent ? "%" : "", ToText(policy.period));
  return text;
}

std::optional<std::vector<RatePolicy>> ReadPolicies(const YamlNode& list, Findings& findings) {
  if (list.kind != Kind::kSequence)
    return findings.Tell(list.place, "policies must be a list", std::string("write [{replicas: 4, period: 15s}]")),
           std::nullopt;
  const auto before = findings.errors.size();
  std::vector<RatePolicy> policies;
  for (const auto& item : list.items)
    if (const auto policy = ReadPolicy(*item, findings)) policies.push_back(*policy);
  if (list.items.empty())
    findings.Tell(list.place, "policies names no policy", "write {replicas: 4, period: 15s}, or leave it out");
  if (findings.errors.size() != before) return std::nullopt;
  return policies;
}

}  // namespace docktor::settings
