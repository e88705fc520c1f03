/// What a server offers: tools, resources and prompts, listed and used.
#include <algorithm>

#include "serve/mcp/request.h"

namespace docktor::serve::mcp {
namespace {

template <typename Items>
json::array ShownAll(const Items& items) {
  json::array all;
  for (const auto& item : items) all.push_back(Shown(item));
  return all;
}

/// Why arguments that were given do not do; empty: they do.
std::optional<std::string> Wrong(const Prompt& prompt, const json::object& given) {
  for (const auto& argument : prompt.arguments)
    if (argument.required && Text(given, argument.name).empty())
      return "prompt " + prompt.name + ": " + argument.name + " is missing";
  for (const auto& argument : given)
    if (!argument.value().is_string())
      return "prompt " + prompt.name + ": " + std::string(argument.key()) + " wants a text";
  return std::nullopt;
}

}  // namespace

Server::Outcome Server::ListTools(const Request&) const { return json::object{{"tools", ShownAll(offer_.tools)}}; }

Server::Outcome Server::CallTool(const Request& request) const {
  const auto name = Text(request.params, "name");
  const auto tool =
      std::find_if(offer_.tools.begin(), offer_.tools.end(), [&](const Tool& t) { return t.name == name; });
  if (tool == offer_.tools.end()) return Fault{kInvalidParams, "there is no tool '" + name + "'"};
  const auto* arguments = request.params.if_contains("arguments");
  if (arguments != nullptr && !arguments->is_object()) return Fault{kInvalidParams, "arguments: wants an object"};
  return Carry(request, arguments != nullptr ? arguments->get_object() : json::object{},
               [&](const Call& call) -> Round {
                 auto answer = tool->call(call);
                 if (answer.wanted) return *std::move(answer.wanted);
                 json::object result{{"content", std::move(answer.content)}, {"isError", answer.failed}};
                 if (answer.structured) result["structuredContent"] = *std::move(answer.structured);
                 return result;
               });
}

Server::Outcome Server::ListResources(const Request&) const {
  json::array all;
  for (const auto& resource : offer_.resources)
    if (!resource.IsTemplate()) all.push_back(Shown(resource));
  return json::object{{"resources", std::move(all)}};
}

Server::Outcome Server::ListTemplates(const Request&) const {
  json::array all;
  for (const auto& resource : offer_.resources)
    if (resource.IsTemplate()) all.push_back(Shown(resource));
  return json::object{{"resourceTemplates", std::move(all)}};
}

Server::Outcome Server::ReadResource(const Request& request) const {
  const auto uri = Text(request.params, "uri");
  for (const auto& resource : offer_.resources) {
    const auto variable = resource.Match(uri);
    if (!variable) continue;
    const auto content = resource.read(*variable);
    if (!content) return Missing(request, uri, content.error().message);
    return json::object{{"contents", json::array{json::object{{"uri", uri},
                                                              {"mimeType", resource.mime_type},
                                                              {content->binary ? "blob" : "text", content->text}}}}};
  }
  return Missing(request, uri, "there is no resource '" + uri + "'");
}

Fault Server::Missing(const Request& request, const std::string& uri, std::string why) const {
  // What is not there: -32602 since the stateless revision, -32002 before.
  return {request.stateless() ? int{kInvalidParams} : -32002, std::move(why), json::object{{"uri", uri}}};
}

Server::Outcome Server::ListPrompts(const Request&) const {
  return json::object{{"prompts", ShownAll(offer_.prompts)}};
}

Server::Outcome Server::GetPrompt(const Request& request) const {
  const auto name = Text(request.params, "name");
  const auto prompt =
      std::find_if(offer_.prompts.begin(), offer_.prompts.end(), [&](const Prompt& p) { return p.name == name; });
  if (prompt == offer_.prompts.end()) return Fault{kInvalidParams, "there is no prompt '" + name + "'"};
  const auto* given = Member(request.params, "arguments");
  const auto arguments = given != nullptr ? *given : json::object{};
  if (const auto wrong = Wrong(*prompt, arguments)) return Fault{kInvalidParams, *wrong};
  return Carry(request, arguments, [&](const Call& call) -> Round {
    auto answer = prompt->get(call);
    if (answer.wanted) return *std::move(answer.wanted);
    return json::object{{"description", prompt->description}, {"messages", std::move(answer.messages)}};
  });
}

Server::Outcome Server::CompleteArgument(const Request& request) const {
  constexpr std::size_t kMost = 100;
  const auto* of = Member(request.params, "ref");
  const auto* argument = Member(request.params, "argument");
  if (of == nullptr || argument == nullptr) return Fault{kInvalidParams, "ref and argument are wanted"};
  const auto name = Text(*of, Text(*of, "type") == "ref/resource" ? "uri" : "name");
  auto values = offer_.complete ? offer_.complete(name, Text(*argument, "name"), Text(*argument, "value"))
                                : std::vector<std::string>{};
  const auto total = values.size();
  if (total > kMost) values.resize(kMost);
  return json::object{{"completion", json::object{{"values", ToJson(values)},
                                                  {"total", static_cast<std::int64_t>(total)},
                                                  {"hasMore", total > kMost}}}};
}

}  // namespace docktor::serve::mcp
