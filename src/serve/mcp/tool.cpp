#include "serve/mcp/tool.h"

namespace docktor::serve::mcp {
namespace {

json::object TextBlock(const std::string& text) { return {{"type", "text"}, {"text", text}}; }

}  // namespace

ToolAnswer AnswerOf(const Result<json::value>& value) {
  if (value) return {.content = {TextBlock(WriteJson(*value))}, .structured = *value};
  const auto& error = value.error();
  return {.content = {TextBlock(error.hint.empty() ? error.message : error.message + "\n" + error.hint)},
          .failed = true};
}

json::object Shown(const Tool& tool) {
  const auto& a = tool.annotations;
  json::object shown{{"name", tool.name},
                     {"title", tool.title},
                     {"description", tool.description},
                     {"inputSchema", tool.input_schema}};
  if (tool.output_schema) shown["outputSchema"] = *tool.output_schema;
  shown["annotations"] = json::object{{"title", tool.title},
                                      {"readOnlyHint", a.read_only},
                                      {"destructiveHint", a.destructive},
                                      {"idempotentHint", a.idempotent},
                                      {"openWorldHint", a.open_world}};
  return shown;
}

}  // namespace docktor::serve::mcp
