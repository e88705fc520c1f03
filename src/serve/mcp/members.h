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
bool IsOneOf(const std::vector<std::string>& all, const std::string& one);

}  // namespace docktor::serve::mcp
