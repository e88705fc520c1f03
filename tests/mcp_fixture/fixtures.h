#pragma once

#include <functional>
#include <string>
#include <vector>

#include "mcp_fixture/fixture_tools.h"

namespace docktor::test {

serve::mcp::ToolAnswer Says(const std::string& text);
/// A tool of that name; its arguments are none unless a schema says so.
serve::mcp::Tool Named(const std::string& name, std::function<serve::mcp::ToolAnswer(const serve::mcp::Call&)> call,
                       json::object input_schema = {{"type", "object"}, {"properties", json::object{}}});

std::vector<serve::mcp::Tool> AskingTools();
serve::mcp::Prompt AskingPrompt();

}  // namespace docktor::test
