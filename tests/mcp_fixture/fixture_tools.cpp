#include "mcp_fixture/fixture_tools.h"

#include <thread>

#include "mcp_fixture/fixtures.h"

namespace docktor::test {
namespace {

using serve::mcp::Resource;
using serve::mcp::ResourceContent;

constexpr auto kPng =  // one red pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
constexpr auto kWav = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";  // one sample of silence

json::object TextBlock(const std::string& text) { return {{"type", "text"}, {"text", text}}; }
json::object Image() { return {{"type", "image"}, {"data", kPng}, {"mimeType", "image/png"}}; }
json::object Embedded(const std::string& uri, const std::string& type, const std::string& text) {
  return {{"type", "resource"}, {"resource", json::object{{"uri", uri}, {"mimeType", type}, {"text", text}}}};
}
json::object FromUser(json::object content) { return {{"role", "user"}, {"content", std::move(content)}}; }

Tool Showing(const std::string& name, json::array content) {
  return Named(name, [content = std::move(content)](const Call&) { return ToolAnswer{.content = content}; });
}

ToolAnswer Log(const Call& call) {
  for (const auto* text : {"Tool execution started", "Tool processing data", "Tool execution completed"}) {
    if (call.log) call.log("info", text);
    std::this_thread::sleep_for(50ms);
  }
  return Says("logged");
}

ToolAnswer Progress(const Call& call) {
  for (const double done : {0, 50, 100}) {
    if (call.progress) call.progress(done, 100);
    std::this_thread::sleep_for(50ms);
  }
  return Says("done");
}

ToolAnswer FailsAlways(const Call&) {
  return {.content = {TextBlock("This tool intentionally returns an error for testing")}, .failed = true};
}

Tool Talking(Tool tool) {
  tool.talks = true;
  return tool;
}

std::vector<Resource> AllResources() {
  return {{.uri = "test://static-text",
           .name = "text",
           .description = "A text",
           .mime_type = "text/plain",
           .read = [](const auto&) { return ResourceContent{"This is the content of the static text resource."}; }},
          {.uri = "test://static-binary",
           .name = "binary",
           .description = "A picture",
           .mime_type = "image/png",
           .read =
               [](const auto&) {
                 return ResourceContent{kPng, true};
               }},
          {.uri = "test://watched-resource",
           .name = "watched",
           .description = "One that may change",
           .mime_type = "text/plain",
           .read = [](const auto&) { return ResourceContent{"as it was"}; },
           .changes = true},
          {.uri = "test://template/{id}/data",
           .name = "template",
           .description = "One for each id",
           .read = [](const std::string& id) {
             return ResourceContent{
                 WriteJson(json::object{{"id", id}, {"templateTest", true}, {"data", "Data for ID: " + id}})};
           }}};
}

std::string Argument(const Call& call, std::string_view name) {
  return std::string(call.arguments.at(name).as_string());
}

std::vector<serve::mcp::Prompt> AllPrompts() {
  return {{.name = "test_simple_prompt",
           .description = "A text",
           .get = [](const Call&) { return UserSays("This is a simple prompt for testing."); }},
          {.name = "test_prompt_with_arguments",
           .description = "A text with arguments in it",
           .arguments = {{"arg1", "First test argument", true}, {"arg2", "Second test argument", true}},
           .get =
               [](const Call& call) {
                 return UserSays("Prompt with arguments: arg1='" + Argument(call, "arg1") + "', arg2='" +
                                 Argument(call, "arg2") + "'");
               }},
          {.name = "test_prompt_with_embedded_resource",
           .description = "A resource and a text",
           .arguments = {{"resourceUri", "URI of the resource to embed", true}},
           .get =
               [](const Call& call) {
                 return PromptAnswer{{FromUser(Embedded(Argument(call, "resourceUri"), "text/plain",
                                                        "Embedded resource content for testing.")),
                                      FromUser(TextBlock("Please process the embedded resource above."))}};
               }},
          {.name = "test_prompt_with_image",
           .description = "A picture and a text",
           .get =
               [](const Call&) {
                 return PromptAnswer{{FromUser(Image()), FromUser(TextBlock("Please analyze the image above."))}};
               }},
          AskingPrompt()};
}

}  // namespace

ToolAnswer Says(const std::string& text) { return {.content = {TextBlock(text)}}; }

Tool Named(const std::string& name, std::function<ToolAnswer(const Call&)> call, json::object input_schema) {
  return {.name = name,
          .title = name,
          .description = "For the scenario that wants " + name,
          .input_schema = std::move(input_schema),
          .annotations = {.read_only = true},
          .call = std::move(call)};
}

serve::mcp::Offer FixtureOffer() {
  serve::mcp::Offer offer{.name = "docktor-fixtures", .version = "1.0.0", .instructions = ""};
  offer.tools = {
      Showing("test_simple_text", {TextBlock("This is a simple text response for testing.")}),
      Showing("test_image_content", {Image()}),
      Showing("test_audio_content", {json::object{{"type", "audio"}, {"data", kWav}, {"mimeType", "audio/wav"}}}),
      Showing("test_embedded_resource",
              {Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")}),
      Showing("test_multiple_content_types",
              {TextBlock("Multiple content types test:"), Image(),
               Embedded("test://mixed-content-resource", "application/json", R"({"test":"data","value":123})")}),
      Talking(Named("test_tool_with_logging", Log)),
      Talking(Named("test_logging_tool", Log)),
      Talking(Named("test_tool_with_progress", Progress)),
      Named("test_error_handling", FailsAlways),
  };
  for (auto& tool : AskingTools()) offer.tools.push_back(std::move(tool));
  offer.resources = AllResources();
  offer.prompts = AllPrompts();
  offer.complete = [](const auto&, const auto&, const std::string& begun) {
    std::vector<std::string> fit;
    for (const auto* value : {"paris", "park", "party", "hello", "world"})
      if (std::string_view(value).starts_with(begun)) fit.emplace_back(value);
    return fit;
  };
  offer.watch = [](const serve::mcp::OnChange&) { return std::make_shared<int>(); };
  return offer;
}

}  // namespace docktor::test
