#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/json.h"

namespace docktor::serve::mcp {

/// A text that a client can begin a conversation with.
struct Prompt {
  struct Argument {
    std::string name;
    std::string description;
    bool required = false;
  };
  std::string name;
  std::string description;
  std::vector<Argument> arguments;
  /// What the user would say. Every required argument is there.
  std::function<std::string(const std::map<std::string, std::string>& arguments)> text;
};

/// As `prompts/list` shows it.
json::object Shown(const Prompt& prompt);

}  // namespace docktor::serve::mcp
