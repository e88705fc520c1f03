#pragma once

#include <map>
#include <string>

#include "serve/mcp/tool.h"

namespace docktor::serve {

/// The help for a member of a tool's input, and that it may not be left out.
struct Argument {
  std::string help;
  bool required = true;
};
using Arguments = std::map<std::string, Argument>;

/// The schema with the help in it.
json::object WithHelp(json::object schema, const Arguments& arguments);
/// kInvalidInput names the first required one that is not there.
Status CheckGiven(const Arguments& arguments, const json::object& given);

/// A tool from its words and a function of types, from which the schemas come. All members of the output are there.
template <typename Input, typename Output, typename Run>
mcp::Tool DeclareTool(mcp::Tool words, Arguments arguments, Run run) {
  words.input_schema = WithHelp(SchemaOf<Input>(), arguments);
  words.output_schema = SchemaOf<Output>();
  words.call = [arguments = std::move(arguments), run = std::move(run)](const mcp::Call& call) {
    const auto& given = call.arguments;
    if (const auto checked = CheckGiven(arguments, given); !checked)
      return mcp::AnswerOf(tl::unexpected<Error>(checked.error()));
    const auto input = FromJson<Input>(given, Unknown::kRefuse);
    if (!input) return mcp::AnswerOf(tl::unexpected<Error>(input.error()));
    const Result<Output> output = run(*input);
    return mcp::AnswerOf(output ? Result<json::value>(ToJson(*output)) : tl::unexpected<Error>(output.error()));
  };
  return words;
}

}  // namespace docktor::serve
