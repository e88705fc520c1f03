#include "settings/layer_yaml.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "settings/fields.h"
#include "settings/nearest.h"
#include "settings/values.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;

class LayerReader {
 public:
  LayerReader(const std::string& name, Layer& layer) : name_(name), layer_(layer) {}

  /// `prefix` is "" or "scale_up.": the levels above.
  void ReadMap(const YamlNode& map, const std::string& prefix) {
    for (const auto& entry : map.entries) {
      const auto key = prefix + entry.key;
      const auto* field = FindField(key);
      if (field)
        ReadField(*field, entry);
      else if (IsGroup(key + "."))
        ReadGroup(entry, key + ".");
      else
        Tell(entry.place, fmt::format("unknown key '{}'{}", entry.key, Within(prefix)),
             DidYouMean(entry.key, KeysIn(prefix)));
    }
  }

  std::vector<Error> errors;

 private:
  static std::string Within(const std::string& prefix) {
    return prefix.empty() ? "" : " in " + prefix.substr(0, prefix.size() - 1);
  }
  static bool IsGroup(const std::string& prefix) {
    for (const auto& field : Fields())
      if (field.key.starts_with(prefix)) return true;
    return false;
  }
  /// The names that may stand at this level.
  static std::vector<std::string_view> KeysIn(const std::string& prefix) {
    std::vector<std::string_view> keys;
    for (const auto& field : Fields()) {
      if (!field.key.starts_with(prefix)) continue;
      const auto rest = field.key.substr(prefix.size());
      const auto key = rest.substr(0, rest.find('.'));
      if (keys.empty() || keys.back() != key) keys.push_back(key);
    }
    return keys;
  }

  void Tell(YamlPlace place, const std::string& what, std::string hint) {
    errors.push_back({Errc::kInvalidInput, PlaceText(name_, place) + ": " + what, std::move(hint)});
  }
  void Tell(YamlPlace place, const std::string& key, const Error& error) {
    Tell(place, key + ": " + error.message, error.hint);
  }

  void ReadGroup(const YamlEntry& entry, const std::string& prefix) {
    if (entry.value->kind == Kind::kMap) return ReadMap(*entry.value, prefix);
    Tell(entry.place, fmt::format("{} must be a map", entry.key),
         fmt::format("write {}: {{{}: …}}", entry.key, KeysIn(prefix).front()));
  }

  void ReadField(const Field& field, const YamlEntry& entry) {
    const Origin origin{PlaceText(name_, entry.place)};
    const auto& value = *entry.value;
    if (value.kind == Kind::kSequence && field.key == "scale_up.policies")
      return ReadPolicies(value, origin, layer_.up);
    if (value.kind == Kind::kSequence && field.key == "scale_down.policies")
      return ReadPolicies(value, origin, layer_.down);
    if (value.kind != Kind::kScalar)
      return Tell(
          entry.place,
          fmt::format("{} {}", field.key, value.kind == Kind::kNull ? "has no value" : "must be a single value"),
          "write a value, or leave the key out");
    if (const auto set = field.set(layer_, value.scalar, origin); !set)
      Tell(entry.place, std::string(field.key), set.error());
  }

  void ReadPolicies(const YamlNode& list, const Origin& origin, RulesLayer& rules) {
    const auto errors_before = errors.size();
    std::vector<RatePolicy> policies;
    for (const auto& item : list.items)
      if (const auto policy = ReadPolicy(*item)) policies.push_back(*policy);
    if (list.items.empty())
      Tell(list.place, "policies names no policy", "write {replicas: 4, period: 15s}, or leave it out");
    if (errors.size() == errors_before) rules.policies = {std::move(policies), origin};
  }

  /// {replicas: 4, period: 15s}, {percent: 100, period: 15s}, or "4/15s".
  std::optional<RatePolicy> ReadPolicy(const YamlNode& item) {
    constexpr auto kHint = "write {replicas: 4, period: 15s} or {percent: 100, period: 15s}";
    if (item.kind == Kind::kScalar) return Value(item.place, "policy", ParsePolicy(item.scalar));
    if (item.kind != Kind::kMap) return Tell(item.place, "a policy must be a map", kHint), std::nullopt;
    constexpr std::array<std::string_view, 3> kKeys{"replicas", "percent", "period"};
    for (const auto& entry : item.entries) {
      if (std::find(kKeys.begin(), kKeys.end(), entry.key) == kKeys.end())
        return Tell(entry.place, fmt::format("unknown key '{}' in a policy", entry.key), DidYouMean(entry.key, kKeys)),
               std::nullopt;
      if (entry.value->kind != Kind::kScalar)
        return Tell(entry.place, entry.key + " must be a single value", kHint), std::nullopt;
    }
    const auto* replicas = item.Find("replicas");
    const auto* percent = item.Find("percent");
    const auto* period = item.Find("period");
    if (!period || !replicas == !percent)
      return Tell(item.place, "a policy has a period and either replicas or percent", kHint), std::nullopt;
    const auto& amount_entry = replicas ? *replicas : *percent;
    std::string_view amount_text = amount_entry.value->scalar;
    if (percent && amount_text.ends_with('%')) amount_text.remove_suffix(1);
    const auto amount = Value(amount_entry.place, amount_entry.key, ParsePolicyAmount(amount_text));
    const auto length = Value(period->place, "period", ParsePeriod(period->value->scalar));
    if (!amount || !length) return std::nullopt;
    return RatePolicy{replicas ? RateKind::kReplicas : RateKind::kPercent, *amount, *length};
  }

  template <typename T>
  std::optional<T> Value(YamlPlace place, const std::string& key, Result<T> value) {
    if (value) return std::move(*value);
    Tell(place, key, value.error());
    return std::nullopt;
  }

  const std::string& name_;
  Layer& layer_;
};

}  // namespace

std::string PlaceText(const std::string& name, YamlPlace place) {
  return fmt::format("{}:{}:{}", name, place.line, place.column);
}

std::vector<Error> ReadLayer(const YamlNode& node, const std::string& name, Layer& layer) {
  if (node.kind == Kind::kNull) return {};
  if (node.kind != Kind::kMap)
    return {{Errc::kInvalidInput, PlaceText(name, node.place) + ": x-docktor must be a map",
             "write x-docktor: {enable: true}"}};
  LayerReader reader(name, layer);
  reader.ReadMap(node, "");
  return std::move(reader.errors);
}

}  // namespace docktor::settings
