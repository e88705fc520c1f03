#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "serve/mcp/call.h"

namespace docktor::serve::mcp {

struct PromptAnswer {
  json::array messages;               ///< as MCP has them
  std::optional<Wanted> wanted = {};  ///< it has to be asked for again with this; the messages do not count
};

/// The answer of a prompt that is one text of the user.
PromptAnswer UserSays(const std::string& text);

/// Something that a client can begin a conversation with.
struct Prompt {
  struct Argument {
    std::string name;
    std::string description;
    bool required = false;
  };
  std::string name;
  std::string description;
  std::vector<Argument> arguments;
  /// What is said. Every required argument is there, and all are texts.
  std::function<PromptAnswer(const Call&)> get;
};

/// As `prompts/list` shows it.
json::object Shown(const Prompt& prompt);

}  // namespace docktor::serve::mcp
