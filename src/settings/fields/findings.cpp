#include "settings/fields/findings.h"

#include <algorithm>

#include <fmt/format.h>

#include "settings/fields/nearest.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;

bool ReadPart(const YamlEntry& entry, const std::string& what, const std::string& hint, std::span<const Part> parts,
              Findings& findings) {
  const auto part = std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.key == entry.key; });
  if (part == parts.end()) {
    std::vector<std::string_view> keys;
    for (const auto& known : parts) keys.push_back(known.key);
    return findings.Tell(entry.place, fmt::format("unknown key '{}' in {}", entry.key, what),
                         DidYouMean(entry.key, keys)),
           false;
  }
  if (entry.value->kind != Kind::kScalar)
    return findings.Tell(entry.place, entry.key + " must be a single value", hint), false;
  const auto set = part->set(entry.value->scalar);
  if (!set) findings.Tell(entry.place, entry.key, set.error());
  return set.has_value();
}

}  // namespace

std::string PlaceText(const std::string& name, YamlPlace place) {
  return fmt::format("{}:{}:{}", name, place.line, place.column);
}

void Findings::Tell(YamlPlace place, const std::string& what, std::string hint) {
  errors.push_back({Errc::kInvalidInput, PlaceText(name, place) + ": " + what, std::move(hint)});
}

void Findings::Tell(YamlPlace place, const std::string& key, const Error& error) {
  Tell(place, key + ": " + error.message, error.hint);
}

bool ReadParts(const YamlNode& node, const std::string& what, const std::string& hint, std::span<const Part> parts,
               Findings& findings) {
  if (node.kind != Kind::kMap) return findings.Tell(node.place, what + " must be a map", hint), false;
  bool sound = true;
  for (const auto& entry : node.entries) sound = ReadPart(entry, what, hint, parts, findings) && sound;
  for (const auto& part : parts)
    if (part.required && !node.Find(part.key))
      sound = (findings.Tell(node.place, fmt::format("{} has no {}", what, part.key), hint), false);
  return sound;
}

}  // namespace docktor::settings
