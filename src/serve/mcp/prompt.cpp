#include "serve/mcp/prompt.h"

namespace docktor::serve::mcp {

PromptAnswer UserSays(const std::string& text) {
  return {.messages = {json::object{{"role", "user"}, {"content", json::object{{"type", "text"}, {"text", text}}}}}};
}

json::object Shown(const Prompt& prompt) {
  json::array arguments;
  for (const auto& argument : prompt.arguments)
    arguments.push_back(
        {{"name", argument.name}, {"description", argument.description}, {"required", argument.required}});
  return {{"name", prompt.name}, {"description", prompt.description}, {"arguments", std::move(arguments)}};
}

}  // namespace docktor::serve::mcp
