/// Those that ask the client something first.
#include "mcp_fixture/fixtures.h"

namespace docktor::test {
namespace {

using serve::mcp::Wanted;

json::object TextField() { return {{"type", "string"}}; }
json::object ObjectOf(json::object properties, json::array required) {
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}
json::object Elicit(const std::string& message, json::object schema) {
  return {{"method", "elicitation/create"},
          {"params", json::object{{"mode", "form"}, {"message", message}, {"requestedSchema", std::move(schema)}}}};
}
json::object Sample(const std::string& prompt, int most_tokens) {
  const json::object content{{"type", "text"}, {"text", prompt}};
  return {{"method", "sampling/createMessage"},
          {"params", json::object{{"messages", json::array{json::object{{"role", "user"}, {"content", content}}}},
                                  {"maxTokens", most_tokens}}}};
}
json::object Roots() { return {{"method", "roots/list"}, {"params", json::object{}}}; }
json::object Name() { return Elicit("What is your name?", ObjectOf({{"name", TextField()}}, {"name"})); }
json::object Confirm() {
  return Elicit("Please confirm", ObjectOf({{"ok", json::object{{"type", "boolean"}}}}, {"ok"}));
}

ToolAnswer Asks(json::object requests, const std::string& state = "") {
  return {.wanted = Wanted{std::move(requests), state}};
}

/// What was accepted under that key; null: nothing was.
const json::object* Content(const Call& call, std::string_view key) {
  const auto* answer = call.answers.if_contains(key);
  const auto* content = answer == nullptr ? nullptr : answer->as_object().if_contains("content");
  return content == nullptr ? nullptr : content->if_object();
}
std::string TextIn(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}
std::string Argument(const Call& call, std::string_view name) { return TextIn(call.arguments, name); }
std::string Whole(const Call& call, std::string_view key) { return WriteJson(call.answers.at(key)); }

ToolAnswer Greet(const Call& call) {
  const auto* content = Content(call, "user_name");
  if (content == nullptr || TextIn(*content, "name").empty()) return Asks({{"user_name", Name()}});
  return Says("Hello, " + TextIn(*content, "name") + "!");
}

/// Asks once under a key, then tells the whole answer.
auto Once(std::string key, json::object request, std::string before) {
  return [key = std::move(key), request = std::move(request), before = std::move(before)](const Call& call) {
    return call.answers.contains(key) ? Says(before + Whole(call, key)) : Asks({{key, request}});
  };
}

ToolAnswer WithState(const Call& call) {
  if (call.state.empty() || !call.answers.contains("confirm")) return Asks({{"confirm", Confirm()}}, "asked");
  return Says("state-ok");
}

ToolAnswer Several(const Call& call) {
  const bool all =
      call.answers.contains("user_name") && call.answers.contains("greeting") && call.answers.contains("client_roots");
  if (all && !call.state.empty()) return Says("all three were answered");
  return Asks({{"user_name", Name()}, {"greeting", Sample("Generate a greeting", 50)}, {"client_roots", Roots()}},
              "three");
}

ToolAnswer Rounds(const Call& call) {
  if (call.state == "two" && call.answers.contains("step2")) return Says("done in three rounds");
  if (call.state == "one" && call.answers.contains("step1"))
    return Asks(
        {{"step2", Elicit("Step 2: What is your favorite color?", ObjectOf({{"color", TextField()}}, {"color"}))}},
        "two");
  return Asks({{"step1", Elicit("Step 1: What is your name?", ObjectOf({{"name", TextField()}}, {"name"}))}}, "one");
}

/// Only what the client said that it can.
ToolAnswer ByCapabilities(const Call& call) {
  json::object requests;
  if (call.can("elicitation")) requests["name"] = Name();
  if (call.can("sampling")) requests["words"] = Sample("Say something", 20);
  if (requests.empty() || !call.answers.empty()) return Says("nothing more to ask");
  return Asks(std::move(requests));
}

ToolAnswer Form(const Call& call) {
  if (call.answers.contains("form")) return Says("User response: " + Whole(call, "form"));
  const json::object username{{"type", "string"}, {"description", "User's response"}};
  const json::object email{{"type", "string"}, {"description", "User's email address"}};
  return Asks({{"form", Elicit(Argument(call, "message"),
                               ObjectOf({{"username", username}, {"email", email}}, {"username", "email"}))}});
}

ToolAnswer Completion(const Call& call) {
  if (!call.answers.contains("words")) return Asks({{"words", Sample(Argument(call, "prompt"), 100)}});
  const auto& answer = call.answers.at("words").as_object();
  const auto* content = answer.if_contains("content");
  return Says("LLM response: " +
              (content != nullptr && content->is_object() ? TextIn(content->get_object(), "text") : ""));
}

json::object Defaults() {
  return ObjectOf({{"name", json::object{{"type", "string"}, {"default", "John Doe"}}},
                   {"age", json::object{{"type", "integer"}, {"default", 30}}},
                   {"score", json::object{{"type", "number"}, {"default", 95.5}}},
                   {"status", json::object{{"type", "string"},
                                           {"enum", json::array{"active", "inactive", "pending"}},
                                           {"default", "active"}}},
                   {"verified", json::object{{"type", "boolean"}, {"default", true}}}},
                  {});
}

json::array Titled(const char* first, const char* second, const char* third) {
  return {json::object{{"const", "value1"}, {"title", first}}, json::object{{"const", "value2"}, {"title", second}},
          json::object{{"const", "value3"}, {"title", third}}};
}

json::object Enums() {
  const json::array plain{"option1", "option2", "option3"};
  return ObjectOf(
      {{"untitledSingle", json::object{{"type", "string"}, {"enum", plain}}},
       {"titledSingle",
        json::object{{"type", "string"}, {"oneOf", Titled("First Option", "Second Option", "Third Option")}}},
       {"legacyEnum", json::object{{"type", "string"},
                                   {"enum", json::array{"opt1", "opt2", "opt3"}},
                                   {"enumNames", json::array{"Option One", "Option Two", "Option Three"}}}},
       {"untitledMulti", json::object{{"type", "array"}, {"items", json::object{{"type", "string"}, {"enum", plain}}}}},
       {"titledMulti",
        json::object{{"type", "array"},
                     {"items", json::object{{"anyOf", Titled("First Choice", "Second Choice", "Third Choice")}}}}}},
      {});
}

PromptAnswer WithContext(const Call& call) {
  const auto* content = Content(call, "user_context");
  if (content != nullptr) return UserSays("Use this context: " + TextIn(*content, "context"));
  return {.wanted = Wanted{{{"user_context", Elicit("What context should the prompt use?",
                                                    ObjectOf({{"context", TextField()}}, {"context"}))}}}};
}

Tool Talking(Tool tool) {
  tool.talks = true;
  return tool;
}

}  // namespace

std::vector<Tool> AskingTools() {
  const auto form = ObjectOf({{"message", TextField()}}, {"message"});
  const auto prompt = ObjectOf({{"prompt", TextField()}}, {"prompt"});
  return {
      Talking(Named("test_sampling", Completion, prompt)),
      Talking(Named("test_elicitation", Form, form)),
      Talking(Named("test_elicitation_sep1034_defaults",
                    Once("form", Elicit("Please review and update the form fields with defaults", Defaults()),
                         "Elicitation completed: "))),
      Talking(Named("test_elicitation_sep1330_enums",
                    Once("form", Elicit("Please select options", Enums()), "Elicitation completed: "))),
      Talking(Named("test_streaming_elicitation", Greet)),
      Named("test_missing_capability", Once("words", Sample("Say something", 20), "")),
      Named("test_input_required_result_elicitation", Greet),
      Named("test_input_required_result_sampling",
            Once("capital_question", Sample("What is the capital of France?", 100), "The answer: ")),
      Named("test_input_required_result_list_roots", Once("client_roots", Roots(), "The roots: ")),
      Named("test_input_required_result_request_state", WithState),
      Named("test_input_required_result_multiple_inputs", Several),
      Named("test_input_required_result_multi_round", Rounds),
      Named("test_input_required_result_tampered_state", WithState),
      Named("test_input_required_result_capabilities", ByCapabilities),
  };
}

serve::mcp::Prompt AskingPrompt() {
  return {.name = "test_input_required_result_prompt", .description = "Asks for its context", .get = WithContext};
}

}  // namespace docktor::test
