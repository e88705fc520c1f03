#include "settings/fields/profiles.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/json.h"
#include "settings/fields/values.h"

namespace docktor::settings {
namespace {

using Kind = YamlNode::Kind;

constexpr auto kHint = "write {smart: {model: claude-sonnet-5-5, provider: anthropic}}";

/// What reads a single value, as the parts of a map are told.
auto Reading(Result<std::string> (*parse)(std::string_view)) {
  return [parse](const std::string& text) { return parse(text); };
}

std::optional<ModelChoice> ReadChoice(const YamlNode& node, Findings& findings) {
  ModelChoice choice;
  const std::vector<Part> parts{{"model", Into(choice.model, Reading(ParseName)), true},
                                {"provider", Into(choice.provider, Reading(ParseProvider))},
                                {"endpoint", Into(choice.endpoint, Reading(ParseAddress))},
                                {"key_env", Into(choice.key_env, Reading(ParseVariable))}};
  if (node.kind != Kind::kScalar)
    return ReadParts(node, "a profile", kHint, parts, findings) ? std::optional(choice) : std::nullopt;
  const auto set = parts.front().set(node.scalar);
  if (set) return choice;
  return findings.Tell(node.place, "model", set.error()), std::nullopt;
}

}  // namespace

std::optional<ModelProfiles> ReadProfiles(const YamlNode& node, Findings& findings) {
  if (node.kind != Kind::kMap) return findings.Tell(node.place, "profiles must be a map", kHint), std::nullopt;
  const auto before = findings.errors.size();
  ModelProfiles profiles;
  for (const auto& entry : node.entries)
    if (auto choice = ReadChoice(*entry.value, findings)) profiles[entry.key] = *std::move(choice);
  if (findings.errors.size() != before) return std::nullopt;
  return profiles;
}

std::string ShowProfiles(const ModelProfiles& profiles) {
  json::object out;
  for (const auto& [name, choice] : profiles) {
    auto& shown = out[name].emplace_object();
    const auto add = [&](std::string_view key, const std::string& value) {
      if (!value.empty()) shown[key] = value;
    };
    add("model", choice.model);
    add("provider", choice.provider);
    add("endpoint", choice.endpoint);
    add("key_env", choice.key_env);
  }
  return WriteJson(out);
}

std::optional<std::vector<std::string>> ReadNames(const YamlNode& list, Findings& findings) {
  std::vector<std::string> names;
  for (const auto& item : list.items) {
    const auto name = item->kind == Kind::kScalar ? ParseName(item->scalar) : Refuse("", "is no name", "write [fast]");
    if (!name) return findings.Tell(item->place, "a name", name.error()), std::nullopt;
    names.push_back(*name);
  }
  if (list.kind != Kind::kSequence) return findings.Tell(list.place, "must be a list", "write [fast]"), std::nullopt;
  return names;
}

Result<std::vector<std::string>> ParseNames(std::string_view text) {
  std::vector<std::string> names;
  for (auto rest = Trim(text); !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto name = ParseName(rest.substr(0, comma));
    if (!name) return tl::unexpected(name.error());
    names.push_back(*name);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return names;
}

std::string ShowNames(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ",")); }

}  // namespace docktor::settings
