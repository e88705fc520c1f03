#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"

namespace docktor::serve::mcp {

/// The member where it is an object; null where it is not.
const json::object* Member(const json::object& object, std::string_view name);
/// The member where it is a text; empty where it is not.
std::string Text(const json::object& object, std::string_view name);
/// What the message is known by, a text or a number; null: by nothing.
json::value IdOf(const json::object& message);
bool IsOneOf(const std::vector<std::string>& all, const std::string& one);

}  // namespace docktor::serve::mcp
