#include "serve/mcp/http.h"

#include <algorithm>
#include <optional>

#include "serve/mcp/header_value.h"

namespace docktor::serve::mcp {
namespace {

constexpr int kHeaderMismatch = -32020;
constexpr auto kVersionKey = "io.modelcontextprotocol/protocolVersion";

bool IsOneOf(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

std::string Header(const HttpMessage& message, const std::string& name) {
  const auto found = message.headers.find(name);
  return found == message.headers.end() ? std::string() : HeaderValue(found->second);
}

std::string TextAt(const json::object& object, std::initializer_list<std::string_view> path) {
  const json::value* at = nullptr;
  const json::object* in = &object;
  for (const auto name : path) {
    at = in == nullptr ? nullptr : in->if_contains(name);
    in = at == nullptr ? nullptr : at->if_object();
  }
  return at != nullptr && at->is_string() ? std::string(at->get_string()) : std::string();
}

json::value IdOf(const json::object& request) {
  const auto* id = request.if_contains("id");
  return id != nullptr && (id->is_string() || id->is_number()) ? *id : json::value(nullptr);
}

Response Refused(const json::value& id, const Fault& fault) { return JsonResponse(FaultMessage(id, fault), 400); }

/// What a message's headers must repeat of its body, so that what stands before a server need not read it.
std::optional<std::string> Mismatch(const HttpMessage& message, const json::object& request) {
  const auto method = TextAt(request, {"method"});
  if (Header(message, "mcp-protocol-version") != TextAt(request, {"params", "_meta", kVersionKey}))
    return "MCP-Protocol-Version is not what the body says";
  if (Header(message, "mcp-method") != method) return "Mcp-Method is not what the body says";
  const bool named = method == "tools/call" || method == "prompts/get" || method == "resources/read";
  const auto name = TextAt(request, {"params", method == "resources/read" ? "uri" : "name"});
  if (named && Header(message, "mcp-name") != name) return "Mcp-Name is not what the body says";
  return std::nullopt;
}

/// The status of an answer in the stateless era.
int StatusOf(const json::object& answer) {
  const auto* error = answer.if_contains("error");
  if (error == nullptr) return 200;
  const auto code = error->as_object().at("code").to_number<int>();
  if (code == kMethodNotFound) return 404;
  return code == kInvalidParams || code == kInvalidRequest || code == kUnsupportedVersion ? 400 : 200;
}

}  // namespace

Response AnswerHttp(const Server& server, const HttpMessage& message) {
  if (message.method != "POST") return {.status = 405, .headers = {{"Allow", "POST"}}};
  const auto body = ParseJson(message.body);
  if (!body) return Refused(nullptr, {kParseError, body.error().message});
  const auto* request = body->if_object();
  if (request == nullptr) return Refused(nullptr, {kInvalidRequest, "wants one JSON-RPC message"});
  const auto version = Header(message, "mcp-protocol-version");
  const auto named = TextAt(*request, {"params", "_meta", kVersionKey});
  const bool handshake = named.empty() && (version.empty() || IsOneOf(kHandshakeVersions, version));
  if (!handshake && named.empty() && !IsOneOf(kStatelessVersions, version))
    return Refused(IdOf(*request), {kInvalidRequest, "MCP-Protocol-Version: '" + version + "' is not spoken here"});
  const bool wants_answer = request->contains("id") && request->contains("method");
  if (!handshake && wants_answer) {
    if (named.empty())
      return Refused(IdOf(*request), {kInvalidParams, std::string("_meta: ") + kVersionKey + " is missing"});
    if (const auto mismatch = Mismatch(message, *request)) return Refused(IdOf(*request), {kHeaderMismatch, *mismatch});
  }
  const auto answer = server.Answer(*body);
  if (!answer) return {.status = 202};
  return JsonResponse(*answer, handshake ? 200 : StatusOf(*answer));
}

}  // namespace docktor::serve::mcp
