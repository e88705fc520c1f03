#include "settings/files/layer_yaml.h"

#include <algorithm>

#include <fmt/format.h>

#include "settings/fields/nearest.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;

std::string Within(const std::string& prefix) {
  return prefix.empty() ? "" : " in " + prefix.substr(0, prefix.size() - 1);
}

/// The names that may stand at this level.
std::vector<std::string_view> KeysIn(const std::string& prefix) {
  std::vector<std::string_view> keys;
  const auto add = [&](std::string_view field) {
    if (!field.starts_with(prefix)) return;
    const auto rest = field.substr(prefix.size());
    const auto key = rest.substr(0, rest.find('.'));
    if (!key.empty() && (keys.empty() || keys.back() != key)) keys.push_back(key);
  };
  for (const auto& field : Fields()) add(field.key);
  add("sources.");
  return keys;
}

bool IsGroup(const std::string& prefix) {
  if (prefix == "sources.") return true;
  const auto fields = Fields();
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) { return field.key.starts_with(prefix); });
}

class LayerReader {
 public:
  LayerReader(std::string name, Scope scope, Layer& layer) : findings{std::move(name)}, scope_(scope), layer_(layer) {}

  /// `prefix` is "" or "scale_up.": the levels above.
  void ReadMap(const YamlNode& map, const std::string& prefix) {
    for (const auto& entry : map.entries) ReadEntry(entry, prefix);
  }

  Findings findings;

 private:
  void ReadEntry(const YamlEntry& entry, const std::string& prefix) {
    const auto key = prefix + entry.key;
    if (const auto* field = FindField(key)) return ReadField(*field, entry);
    if (IsGroup(key + ".")) return ReadGroup(entry, key + ".");
    if (const auto field = OpenField(key)) return ReadField(*field, entry);
    findings.Tell(entry.place, fmt::format("unknown key '{}'{}", entry.key, Within(prefix)),
                  DidYouMean(entry.key, KeysIn(prefix)));
  }

  void ReadGroup(const YamlEntry& entry, const std::string& prefix) {
    if (entry.value->kind == Kind::kMap) return ReadMap(*entry.value, prefix);
    const auto keys = KeysIn(prefix);
    findings.Tell(entry.place, fmt::format("{} must be a map", entry.key),
                  fmt::format("write {}: {{{}: …}}", entry.key, keys.empty() ? "queue.length" : keys.front()));
  }

  void ReadField(const Field& field, const YamlEntry& entry) {
    const Origin origin{PlaceText(findings.name, entry.place)};
    const auto& value = *entry.value;
    if (field.scope == Scope::kProject && scope_ == Scope::kService)
      return findings.Tell(entry.place, field.key + " is of the whole project, not of one service",
                           "write it into the x-docktor at the top of the file");
    if (value.kind == Kind::kNull)
      return findings.Tell(entry.place, field.key + " has no value", "write a value, or leave the key out");
    if (value.kind != Kind::kScalar && field.read) return field.read(layer_, value, origin, findings);
    if (value.kind != Kind::kScalar)
      return findings.Tell(entry.place, field.key + " must be a single value",
                           fmt::format("write {}", field.form.words));
    if (const auto set = field.set(layer_, value.scalar, origin); !set)
      findings.Tell(entry.place, field.key, set.error());
  }

  Scope scope_;
  Layer& layer_;
};

}  // namespace

std::vector<Error> ReadLayer(const YamlNode& node, const std::string& name, Scope scope, Layer& layer) {
  if (node.kind == Kind::kNull) return {};
  if (node.kind != Kind::kMap)
    return {{Errc::kInvalidInput, PlaceText(name, node.place) + ": x-docktor must be a map",
             "write x-docktor: {enable: true}"}};
  LayerReader reader(name, scope, layer);
  reader.ReadMap(node, "");
  return std::move(reader.findings.errors);
}

}  // namespace docktor::settings
