#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/json.h"
#include "serve/mcp/call.h"

namespace docktor::serve::mcp {

/// What a tool does to the world, for clients that ask their user first.
struct Annotations {
  bool read_only = false;
  bool destructive = false;
  bool idempotent = false;
  bool open_world = false;
};

/// What a tool answered.
struct ToolAnswer {
  json::array content;                         ///< blocks, as MCP names them
  std::optional<json::value> structured = {};  ///< fits the tool's output schema
  bool failed = false;                         ///< the text says why, so that a model can do better
  std::optional<Wanted> wanted = {};           ///< it has to be called again with this; the rest does not count
};

/// The value as structured content and as text; an error as text with its hint.
ToolAnswer AnswerOf(const Result<json::value>& value);

/// Something that a client can call.
struct Tool {
  std::string name;  ///< 1 to 128 of [A-Za-z0-9_.-]
  std::string title;
  std::string description;
  json::object input_schema;
  std::optional<json::object> output_schema = {};
  Annotations annotations;
  bool talks = false;  ///< it may tell or ask something before it answers
  /// May block; called from several threads at a time.
  std::function<ToolAnswer(const Call&)> call;
};

/// As `tools/list` shows it.
json::object Shown(const Tool& tool);

}  // namespace docktor::serve::mcp
