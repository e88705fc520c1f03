#include "serve/router.h"

#include <algorithm>

#include "operations/declare/input_schema.h"
#include "operations/declare/text_input.h"
#include "operations/now/health.h"
#include "operations/now/services.h"
#include "operations/shared/did_you_mean.h"
#include "serve/mcp/http.h"
#include "serve/metrics/page.h"
#include "serve/openapi.h"
#include "serve/query.h"
#include "serve/tools/ask_here.h"
#include "serve/tools/offer.h"
#include "serve/tools/watch_here.h"

namespace docktor::serve {
namespace {

using operations::Effect;
using operations::Operation;

constexpr std::string_view kPrefix = "/api/v1", kOpenApi = "/api/v1/openapi.json", kSession = "/api/v1/session",
                           kEvents = "/api/v1/events", kServices = "services";

Response WrongMethod(const Request& request, const std::string& allowed, const std::string& hint) {
  auto response =
      ErrorResponse({Errc::kInvalidInput, request.method + " " + request.target + ": not with this method", hint}, 405);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

/// A program may ask to be held to less than a person may do, never to more.
Result<Actor> ActorOf(const std::string& header) {
  if (header.empty()) return Actor::kPerson;
  auto actor = FromJson<Actor>(json::value(json::string(header)));
  if (!actor) return tl::unexpected<Error>(actor.error().During("Docktor-Actor"));
  return *actor;
}

Result<json::object> InputOf(const Operation& operation, std::string_view query, const Request& request) {
  if (request.method == "GET") {
    const auto pairs = ParseQuery(query);
    if (!pairs) return tl::unexpected<Error>(pairs.error());
    return operations::InputFromText(operation, *pairs);
  }
  if (!query.empty())
    return Fail(Errc::kInvalidInput, "'?" + std::string(query) + "': the input of a POST is its body, as JSON");
  if (request.body.find_first_not_of(" \t\r\n") == std::string::npos) return json::object{};
  auto body = ParseJson(request.body);
  if (!body) return tl::unexpected<Error>(body.error().During("body"));
  if (!body->is_object()) return Fail(Errc::kInvalidInput, "body: wants a JSON object");
  return body->get_object();
}

Form FormOf(const Operation& operation, const json::object& input, const Request& request) {
  if (!operation.Streams(input)) return Form::kOne;
  return request.accept.find("text/event-stream") != std::string::npos ? Form::kEvents : Form::kLines;
}

json::object Described(const Operation& operation) {
  return {{"name", operation.name},
          {"path", std::string(kPrefix) + "/" + operation.Id()},
          {"summary", operation.summary},
          {"help", operation.help},
          {"effect", ToJson(operation.effect)},
          {"callers", ToJson(operation.callers)},
          {"role", ToJson(operation.LeastRole())},
          {"streams", operation.stream != operations::Stream::kNever},
          {"input", operations::InputSchemaOf(operation)},
          {"output", operation.output_schema}};
}

/// Which role a person wants at least for what changes something, by the operation.
json::object LeastRoles(const std::vector<Operation>& operations) {
  json::object roles;
  for (const auto& operation : operations)
    if (operation.effect != Effect::kReads) roles[operation.Id()] = ToJson(operation.LeastRole());
  return roles;
}

Response WhoAsks(const Request& request, const std::vector<Operation>& operations) {
  const auto actor = ActorOf(request.actor);
  if (!actor) return ErrorResponse(actor.error());
  json::object who{{"actor", ToJson(*actor)}};
  if (*actor == Actor::kPerson) {
    who["role"] = ToJson(request.role);
    who["least_roles"] = LeastRoles(operations);
  }
  return JsonResponse(who);
}

/// What agents get by the operations of this process; they are told of what changes while the pilots fly.
mcp::Offer OfferHere(operations::Context& context) {
  auto offer = DocktorOffer({AskHere(context), AskHere(context, Actor::kPerson)}, Access::kChanges);
  offer.watch = [&context](const mcp::OnChange& on_change) { return WatchHere(context, on_change); };
  return offer;
}

/// Who may not goes the way of all operations, at whose end he is told why.
bool MayAsk(const Operation& operation, const operations::Caller& caller) {
  return caller.role >= operation.LeastRole() && std::ranges::count(operation.callers, caller.actor) > 0;
}

std::map<std::string, const Operation*, std::less<>> ById(const std::vector<Operation>& operations) {
  std::map<std::string, const Operation*, std::less<>> by_id;
  for (const auto& operation : operations) by_id.emplace(operation.Id(), &operation);
  return by_id;
}

}  // namespace

Router::Router(operations::Context& context, const std::vector<Operation>& operations)
    : Router(context, operations, OfferHere(context)) {}

Router::Router(operations::Context& context, const std::vector<Operation>& operations, mcp::Offer offer, Page page)
    : context_(context),
      operations_(operations),
      by_id_(ById(operations)),
      services_(std::make_unique<WrittenAnswer>(
          context.pilots, [](const pilot::Snapshot& snapshot) { return ToJson(operations::ServicesOf(snapshot)); })),
      page_(std::move(page)),
      mcp_(std::move(offer)),
      mcp_door_(std::make_unique<mcp::HttpDoor>(mcp_)) {}

Router::Way Router::Route(const Request& request) const {
  const std::string_view target = request.target;
  const auto path = target.substr(0, target.find('?'));
  const auto query = path.size() < target.size() ? target.substr(path.size() + 1) : std::string_view{};
  if (path == kOpenApi)
    return request.method == "GET" ? JsonResponse(OpenApi(operations_, context_.facts.version, request))
                                   : WrongMethod(request, "GET", "it is read with GET");
  if (path == kEvents && IsLive(request, query)) {
    auto live = LiveOf(request, query);
    return live ? Way(*std::move(live)) : ErrorResponse(live.error());
  }
  if (path == kSession)
    return request.method == "GET" ? WhoAsks(request, operations_) : WrongMethod(request, "GET", "it is read with GET");
  if (path.starts_with("/api/v1/") && path.size() > kPrefix.size() + 1)
    return RouteOperation(path.substr(kPrefix.size() + 1), query, request);
  if (path == "/mcp" && request.role != operations::Role::kAdmin)
    return ErrorResponse({Errc::kDenied, "agents come with a token of their own, or an admin's", "the file `token`"});
  if (path == "/mcp")
    return std::visit([](auto way) { return Way(std::move(way)); },
                      mcp_door_->Take({.method = request.method, .headers = request.headers, .body = request.body}));
  if (IsOfPage(path))
    return request.method == "GET" ? page_.Answer(request, path) : WrongMethod(request, "GET", "it is read with GET");
  const bool known =
      path == "/healthz" || path == "/readyz" || path == "/metrics" || path == kPrefix || path == "/api/v1/";
  if (!known)
    return ErrorResponse(
        {Errc::kNotFound, "there is nothing at " + std::string(path), "GET /api/v1 lists what there is"});
  if (request.method != "GET") return WrongMethod(request, "GET", "it is read with GET");
  if (path == "/healthz") return JsonResponse(json::object{{"ok", true}, {"version", context_.facts.version}});
  if (path == "/metrics") return Metrics();
  return path == "/readyz" ? Readiness() : Catalogue();
}

Router::Way Router::RouteOperation(std::string_view id, std::string_view query, const Request& request) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return NoSuchOperation(id);
  const auto& operation = *found->second;
  const bool reads = operation.effect == Effect::kReads;
  if (request.method != "POST" && !(reads && request.method == "GET"))
    return WrongMethod(request, reads ? "GET, POST" : "POST",
                       reads ? "use GET or POST" : "what changes something is asked for with POST");
  const auto actor = ActorOf(request.actor);
  if (!actor) return ErrorResponse(actor.error());
  const operations::Caller caller{.actor = *actor, .role = request.role};
  if (id == kServices && request.method == "GET" && query.empty() && MayAsk(operation, caller)) return Services();
  auto input = InputOf(operation, query, request);
  if (!input) return ErrorResponse(input.error());
  const auto form = FormOf(operation, *input, request);
  return Call{.operation = &operation, .caller = caller, .input = *std::move(input), .form = form};
}

Response Router::NoSuchOperation(std::string_view id) const {
  std::vector<std::string> known;
  for (const auto& one : by_id_) known.push_back(one.first);
  const auto meant = operations::DidYouMean(id, known);
  return ErrorResponse({Errc::kNotFound, "there is no operation '" + std::string(id) + "'",
                        meant ? "did you mean '" + *meant + "'?" : "GET /api/v1 lists what there is"});
}

/// What pages and programs ask for again and again.
Router::Way Router::Services() const {
  if (auto text = services_->Find()) return Response{.shared = std::move(text)};
  return Writing{[this] { return Response{.shared = services_->Write()}; }};
}

Response Router::Catalogue() const {
  json::array all;
  for (const auto& operation : operations_) all.push_back(Described(operation));
  return JsonResponse(json::object{{"version", context_.facts.version}, {"operations", std::move(all)}});
}

/// Reads the kernel's files: not on the thread that serves everybody.
Errand Router::Metrics() const {
  return [this] { return Response{.body = metrics::Page(context_), .content_type = metrics::kContentType}; };
}

Response Router::Readiness() const {
  const auto snapshot = context_.pilots.Latest();
  for (const auto& part :
       {operations::EngineHealth(*snapshot), operations::LooksHealth(*snapshot, context_.clock.Now())})
    if (!part.ok) return ErrorResponse({Errc::kUnavailable, part.says, part.advice});
  json::object ready{{"ready", true}};
  if (snapshot->journal_error)
    ready["journal"] = "cannot be written: " + *snapshot->journal_error;  // it acts all the same
  if (const auto lost = context_.journal_loss ? context_.journal_loss() : std::nullopt) ready["journal_loss"] = *lost;
  return JsonResponse(std::move(ready));
}

}  // namespace docktor::serve
