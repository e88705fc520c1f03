#include "docker/project/warnings.h"

#include <algorithm>
#include <utility>

#include "docker/json_reader.h"
#include "docker/project/obstacles.h"
#include "docker/project/writable_place.h"

namespace docktor::docker {
namespace {

/// A socket of the host's is no data.
bool IsSocket(std::string_view words) { return words.find(".sock at ") != std::string_view::npos; }

bool HasHealthCheck(const json::object& inspect) {
  const auto& test = Array(inspect, {"Config", "Healthcheck", "Test"});
  return !test.empty() && test.front() != "NONE";
}

/// Without comments, cut at what ends a statement in either language, each into its words.
std::vector<std::vector<std::string>> Statements(std::string_view config) {
  std::vector<std::vector<std::string>> statements(1);
  std::string word;
  bool comment = false;
  const auto end_word = [&] {
    if (!word.empty()) statements.back().push_back(std::exchange(word, {}));
  };
  for (const char c : config) {
    comment = c == '#' || (comment && c != '\n');
    if (comment) continue;
    if (c == ';' || c == '{' || c == '}' || c == '\n') {
      end_word();
      if (!statements.back().empty()) statements.emplace_back();
    } else if (c == ' ' || c == '\t' || c == '\r') {
      end_word();
    } else {
      word += c;
    }
  }
  end_word();
  return statements;
}

/// "http://web:8080/path" → "web"
std::string_view HostIn(std::string_view address) {
  if (const auto scheme = address.find("://"); scheme != address.npos) address.remove_prefix(scheme + 3);
  return address.substr(0, address.find_first_of(":/"));
}

bool Has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// nginx: "proxy_pass http://web:8080", "server web:8080 [resolve]". HAProxy: "server a web:80 [resolvers r]",
/// "server-template a 5 web:80 [resolvers r]".
bool ResolvesOnce(const std::vector<std::string>& words, std::string_view service) {
  const auto names = [&](std::size_t at) { return at < words.size() && HostIn(words[at]) == service; };
  if (words.empty()) return false;
  if (words[0].ends_with("_pass")) return names(1);
  if (words[0] == "server") return (names(1) && !Has(words, "resolve")) || (names(2) && !Has(words, "resolvers"));
  return words[0] == "server-template" && names(3) && !Has(words, "resolvers");
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

std::vector<Warning> FindWarnings(std::string_view image, const json::object& inspect) {
  std::vector<Warning> found;
  for (const auto& mount : Array(inspect, {"Mounts"})) {
    const auto place = mount.is_object() ? WritablePlaceOf(mount.get_object()) : std::nullopt;
    if (place && !place->anonymous && !IsSocket(place->words) && !IsStore(image))
      found.push_back({WarningKind::kSharedVolume, place->words});
  }
  if (!HasHealthCheck(inspect)) found.push_back({WarningKind::kNoHealthCheck, {}});
  return found;
}

bool IsBalancer(const json::object& inspect) {
  std::string words = Text(inspect, {"Config", "Image"}) + " " + Text(inspect, {"Path"});
  for (const auto& argument : Array(inspect, {"Args"}))
    if (argument.is_string()) words += " " + std::string(argument.get_string());
  return words.find("nginx") != std::string::npos || words.find("haproxy") != std::string::npos;
}

std::string ResolvedOnce(std::string_view config, std::string_view service) {
  for (const auto& words : Statements(config))
    if (ResolvesOnce(words, service)) return Joined(words);
  return {};
}

}  // namespace docktor::docker
