#include "serve/mcp/http.h"

#include <algorithm>

#include "serve/mcp/batch.h"
#include "serve/mcp/header_value.h"
#include "serve/mcp/request.h"

namespace docktor::serve::mcp {
namespace {

constexpr int kHeaderMismatch = -32020;
constexpr auto kLongestBatch = std::chrono::minutes(1);
constexpr auto kSessionHeader = "mcp-session-id";
constexpr std::string_view kEventStream = "text/event-stream";

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

Response Refused(const json::value& id, const Fault& fault, int status = 400) {
  return JsonResponse(FaultMessage(id, fault), status);
}

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

/// The answer to what of a batch was not even begun.
std::optional<json::object> NotDone(const json::value& message) {
  const auto* object = message.if_object();
  if (object == nullptr || !object->contains("id")) return std::nullopt;
  return FaultMessage(IdOf(*object), {kInternalError, "not begun: what came before it in the batch took too long"});
}

/// The status of an answer in the stateless era.
int StatusOf(const json::object& answer) {
  const auto* error = answer.if_contains("error");
  if (error == nullptr) return 200;
  const auto code = error->as_object().at("code").to_number<int>();
  if (code == kMethodNotFound) return 404;
  return code == kInvalidParams || code == kInvalidRequest || code == kUnsupportedVersion || code == kMissingCapability
             ? 400
             : 200;
}

/// The stream of one answer, or of a session that listens.
class StreamLine final : public Line {
 public:
  explicit StreamLine(std::shared_ptr<operations::Sink> sink) : sink_(std::move(sink)) {}
  void Send(json::value message) override { sink_->Item(std::move(message)); }
  void Keep(const json::value&, std::shared_ptr<void> resource) override { sink_->Keep(std::move(resource)); }
  bool Open() const override { return sink_->Wanted(); }

 private:
  const std::shared_ptr<operations::Sink> sink_;
};

bool TakesStreams(const HttpMessage& message) {
  return Header(message, "accept").find(kEventStream) != std::string::npos;
}

}  // namespace

HttpDoor::Way HttpDoor::Take(const HttpMessage& message) {
  if (message.method == "POST") return TakePost(message);
  if (message.method == "GET" && TakesStreams(message) && !Header(message, kSessionHeader).empty())
    return TakeGet(message);
  if (message.method == "DELETE" && !Header(message, kSessionHeader).empty()) return TakeDelete(message);
  return Response{.status = 405, .headers = {{"Allow", "POST"}}};
}

HttpDoor::Way HttpDoor::TakePost(const HttpMessage& message) {
  auto body = ParseJson(message.body);
  if (!body) return Refused(nullptr, {kParseError, body.error().message});
  if (auto* batch = body->if_array()) return TakeBatch(message, std::move(*batch));
  if (!body->is_object()) return Refused(nullptr, {kInvalidRequest, "wants one JSON-RPC message"});
  return TakeOne(message, std::move(body->get_object()));
}

HttpDoor::Way HttpDoor::TakeOne(const HttpMessage& message, json::object request) {
  const auto version = Header(message, "mcp-protocol-version");
  const auto named = TextAt(request, {"params", "_meta", kVersionKey});
  const bool handshake = named.empty() && (version.empty() || IsOneOf(kHandshakeVersions, version));
  if (!handshake && named.empty() && !IsOneOf(kStatelessVersions, version))
    return Refused(IdOf(request), {kInvalidRequest, "MCP-Protocol-Version: '" + version + "' is not spoken here"});
  const bool wants_answer = request.contains("id") && request.contains("method");
  if (!handshake && wants_answer) {
    if (named.empty())
      return Refused(IdOf(request), {kInvalidParams, "_meta: " + std::string(kVersionKey) + " is missing"});
    if (const auto mismatch = Mismatch(message, request)) return Refused(IdOf(request), {kHeaderMismatch, *mismatch});
  }
  Client client;
  if (const auto name = Header(message, kSessionHeader); handshake && !name.empty()) {
    client.session = sessions_.Find(name);
    if (!client.session) return Refused(IdOf(request), {kInvalidRequest, "there is no such session"}, 404);
  }
  if (!wants_answer && client.session && client.session->TakeAtOnce(request)) return Response{.status = 202};
  if (handshake && wants_answer && Text(request, "method") == "initialize") return Begin(std::move(request));
  const bool streams = Streams(message, request);
  return Answer([this, request = std::move(request)](
                    const Client& asks) -> std::optional<json::value> { return server_.Answer(request, asks); },
                std::move(client), !handshake, streams);
}

HttpDoor::Way HttpDoor::TakeBatch(const HttpMessage& message, json::array batch) {
  Client client;
  auto version = Header(message, "mcp-protocol-version");
  if (const auto name = Header(message, kSessionHeader); !name.empty()) {
    client.session = sessions_.Find(name);
    if (!client.session) return Refused(nullptr, {kInvalidRequest, "there is no such session"}, 404);
    version = client.session->version();
  }
  if (const auto unfit = Unfit(batch, version)) return Refused(nullptr, *unfit);
  const bool streams = std::any_of(batch.begin(), batch.end(), [&](const json::value& one) {
    return one.is_object() && Streams(message, one.get_object());
  });
  return Answer(
      [this, batch = std::move(batch)](const Client& asks) -> std::optional<json::value> {
        BatchAnswers answers(batch.size());
        const auto end = std::chrono::steady_clock::now() + kLongestBatch;
        for (std::size_t place = 0; place < batch.size(); ++place) {
          if (asks.line && !asks.line->Open()) break;  // nobody is there any more
          const bool late = std::chrono::steady_clock::now() >= end;
          answers.Put(place, late ? NotDone(batch[place]) : AnswerInBatch(server_, batch[place], asks));
        }
        auto all = answers.Take();
        if (all.empty()) return std::nullopt;
        return all;
      },
      std::move(client), false, streams);
}

bool HttpDoor::Streams(const HttpMessage& message, const json::object& request) const {
  const bool wants_answer = request.contains("id");
  return wants_answer && TakesStreams(message) && server_.Talks(request) && !server_.Unfit(request) &&
         talking_ < kMostTalking;
}

HttpDoor::Way HttpDoor::Answer(Answering answering, Client client, bool stateless, bool streams) const {
  if (streams)
    return EventStream{
        [this, answering = std::move(answering), client](std::shared_ptr<operations::Sink> sink) mutable {
          client.line = std::make_shared<StreamLine>(sink);
          ++talking_;
          const auto answer = answering(client);
          --talking_;
          if (!answer) return;  // it goes on
          sink->Item(*answer);
          sink->End({});
        }};
  return Errand([answering = std::move(answering), client, stateless] {
    const auto answer = answering(client);
    if (!answer) return Response{.status = 202};
    return JsonResponse(*answer, stateless ? StatusOf(answer->as_object()) : 200);
  });
}

HttpDoor::Way HttpDoor::Begin(json::object request) {
  auto [name, session] = sessions_.Begin();
  const auto answer = server_.Answer(request, {.session = session});
  auto response = JsonResponse(*answer);
  if (session && answer->contains("error")) sessions_.End(name);
  if (session && !answer->contains("error")) response.headers.emplace_back("Mcp-Session-Id", name);
  return response;
}

HttpDoor::Way HttpDoor::TakeGet(const HttpMessage& message) {
  auto session = sessions_.Find(Header(message, kSessionHeader));
  if (!session) return Refused(nullptr, {kInvalidRequest, "there is no such session"}, 404);
  return EventStream{
      [session](const std::shared_ptr<operations::Sink>& sink) { session->Hear(std::make_shared<StreamLine>(sink)); }};
}

Response HttpDoor::TakeDelete(const HttpMessage& message) {
  if (sessions_.End(Header(message, kSessionHeader))) return {.status = 204};
  return Refused(nullptr, {kInvalidRequest, "there is no such session"}, 404);
}

}  // namespace docktor::serve::mcp
