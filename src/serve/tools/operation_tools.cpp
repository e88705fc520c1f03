#include "serve/tools/operation_tools.h"

#include <algorithm>

#include "operations/declare/input_schema.h"

namespace docktor::serve {
namespace {

using operations::Effect;
using operations::Operation;

bool ForAgents(const Operation& operation) {
  const auto& callers = operation.callers;
  return operation.stream != operations::Stream::kAlways &&
         std::find(callers.begin(), callers.end(), Actor::kAgent) != callers.end();
}

/// Without the field that would make it a stream.
json::object SchemaFor(const Operation& operation) {
  auto schema = operations::InputSchemaOf(operation);
  if (!operation.stream_field.empty()) schema["properties"].as_object().erase(operation.stream_field);
  return schema;
}

mcp::Tool ToolOf(const Ask& ask, const Operation& operation) {
  const bool changes = operation.effect == Effect::kChanges;
  return {.name = operation.Id(),
          .title = operation.summary,
          .description = operation.summary + "." + (operation.help.empty() ? "" : " " + operation.help),
          .input_schema = SchemaFor(operation),
          .output_schema = operation.output_schema,
          .annotations = {.read_only = !changes, .destructive = changes, .idempotent = true},
          .call = [ask, &operation](const mcp::Call& call) {
            const auto& arguments = call.arguments;
            if (operation.Streams(arguments))
              return mcp::AnswerOf(Fail(Errc::kInvalidInput, operation.stream_field + ": not for a tool"));
            return mcp::AnswerOf(ask(operation, arguments));
          }};
}

}  // namespace

std::vector<mcp::Tool> OperationTools(const Ask& ask, const std::vector<Operation>& all) {
  std::vector<mcp::Tool> tools;
  for (const auto& operation : all)
    if (ForAgents(operation)) tools.push_back(ToolOf(ask, operation));
  return tools;
}

}  // namespace docktor::serve
