#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mcp_fixture/fixture_tools.h"

namespace docktor::test {

using serve::mcp::Call;
using serve::mcp::PromptAnswer;
using serve::mcp::Tool;
using serve::mcp::ToolAnswer;
using serve::mcp::UserSays;

ToolAnswer Says(const std::string& text);
/// A tool of that name; its arguments are none unless a schema says so.
Tool Named(const std::string& name, std::function<ToolAnswer(const Call&)> call,
           json::object input_schema = {{"type", "object"}, {"properties", json::object{}}});

std::vector<Tool> AskingTools();
serve::mcp::Prompt AskingPrompt();

}  // namespace docktor::test
