#include "serve/mcp/members.h"

#include <algorithm>

namespace docktor::serve::mcp {

const json::object* Member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

std::string Text(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

json::value IdOf(const json::object& message) {
  const auto* id = message.if_contains("id");
  return id != nullptr && (id->is_string() || id->is_number()) ? *id : json::value(nullptr);
}

bool IsOneOf(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace docktor::serve::mcp
