#include "serve/guard.h"

#include <charconv>
#include <utility>

#include "serve/login/login_ended.h"
#include "serve/page/page.h"
#include "serve/query.h"

namespace docktor::serve {
namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string Header(const Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string() : found->second;
}

std::string PathOf(const Request& request) { return request.target.substr(0, request.target.find('?')); }

/// Whether more comes of it than reading: a page of another port, which the browser sends our cookie from, could ask
/// it.
bool IsMoreThanReading(const Request& request) {
  return (request.method != "GET" && request.method != "HEAD") || request.headers.contains("upgrade");
}

Response Refused(const std::string& why, const std::string& hint) {
  auto refused = ErrorResponse({Errc::kDenied, why, hint}, 401);
  refused.headers.emplace_back("WWW-Authenticate", "Bearer");
  return refused;
}

Response Guessed(const std::string& why, const std::string& hint) {
  auto refused = Refused(why, hint);
  refused.guessed = true;
  return refused;
}

Response NotLoggedIn(bool in_browser) {
  const std::string why = "this token logs nobody in (any more)", hint = "open what docktor link prints";
  auto refused = Guessed(why, hint);
  if (in_browser) refused.body = why + "\n" + hint + "\n", refused.content_type = "text/plain";
  return refused;
}

/// Whoever has shown no token yet has little to say.
std::optional<Response> CheckLength(const Request& request) {
  constexpr std::size_t kMost = 4096;
  const auto said = Header(request, "content-length");
  std::size_t length = 0;
  const bool number = std::from_chars(said.data(), said.data() + said.size(), length).ec == std::errc{};
  if (Header(request, "transfer-encoding").empty() && (said.empty() || (number && length <= kMost)))
    return std::nullopt;
  return ErrorResponse({Errc::kInvalidInput, "without a token no body is to be that long", "say how long it is"}, 413);
}

/// That of a link, or of the body of a POST; empty: none.
std::string TokenIn(const Request& request) {
  if (request.method == "POST") {
    const auto body = ParseJson(request.body);
    const auto* token = body && body->is_object() ? body->get_object().if_contains("token") : nullptr;
    return token != nullptr && token->is_string() ? std::string(token->get_string()) : std::string();
  }
  const auto mark = request.target.find('?');
  const auto pairs = ParseQuery(mark == std::string::npos ? "" : std::string_view(request.target).substr(mark + 1));
  if (pairs)
    for (const auto& [name, value] : *pairs)
      if (name == "token") return value;
  return "";
}

}  // namespace

Guard::Guard(Tokens tokens, Entrance entrance, const Clock& clock)
    : tokens_(std::move(tokens)),
      entrance_(std::move(entrance)),
      names_(entrance_),
      cookie_(entrance_.address.port, entrance_.base_path + "/",
              names_.IsEncrypted() ? Cookie::Sent::kEncrypted : Cookie::Sent::kAlways),
      logins_(clock, entrance_.logins, tokens_) {}

std::optional<Response> Guard::Check(Request& request) {
  if (auto refused = CheckPlace(request)) return refused;
  TakeBaseOff(request);
  request.cookie = cookie_.name();
  const auto path = PathOf(request);
  if (path == "/login" || IsOpen(path)) return CheckLength(request);
  const auto authorization = Header(request, "authorization");
  return authorization.empty() ? CheckLogin(request) : CheckToken(request, authorization);
}

bool Guard::IsOpen(const std::string& path) const {
  return path == "/healthz" || IsOfPage(path) || (path == "/metrics" && entrance_.open_metrics);
}

std::optional<Response> Guard::Answer(const Request& request) {
  const auto path = PathOf(request);
  if (path == "/login") return LogIn(request);
  if (path == "/logout") return LogOut(request);
  return std::nullopt;
}

/// A web server before this one may have done so.
void Guard::TakeBaseOff(Request& request) const {
  const auto& base_path = request.base_path = entrance_.base_path;
  if (!base_path.empty() && request.target.starts_with(base_path + "/")) request.target.erase(0, base_path.size());
}

std::optional<Response> Guard::CheckPlace(const Request& request) const {
  if (!names_.IsOurs(Header(request, "host")))
    return ErrorResponse({Errc::kDenied, "this host name is not one of this server",
                          "call it 127.0.0.1; to give it a name: public_url, or a TLS certificate"});
  const auto origin = Header(request, "origin");
  if (!origin.empty() && !names_.IsOurPage(origin))
    return ErrorResponse({Errc::kDenied, "pages of " + origin + " may not ask here"});
  return std::nullopt;
}

std::optional<Response> Guard::CheckToken(Request& request, const std::string& authorization) const {
  const auto given = authorization.starts_with(kBearer) ? authorization.substr(kBearer.size()) : std::string();
  if (const auto role = tokens_.RoleOf(given)) {
    request.role = *role;
    return std::nullopt;
  }
  if (!tokens_.IsProgram(given)) return Guessed("the token is wrong", "send the header Authorization: Bearer TOKEN");
  if (request.actor != "model") request.actor = "agent";
  return std::nullopt;
}

std::optional<Response> Guard::CheckLogin(Request& request) {
  const auto id = cookie_.Read(Header(request, "cookie"));
  if (!id)
    return Refused("the token is missing",
                   "send the header Authorization: Bearer TOKEN; in a browser, open what docktor link prints");
  const auto role = logins_.Find(*id);
  // The cookie is left to the browser: taking it away could take that of a login which was begun meanwhile.
  if (!role) return Guessed(LoginEnded().message, LoginEnded().hint);
  if (IsMoreThanReading(request) && !names_.IsOurPage(Header(request, "origin")))
    return ErrorResponse({Errc::kDenied, "a login changes something from its own page only: the Origin is missing"});
  request.role = *role;
  request.login = Logins::DigestOf(*id);
  return std::nullopt;
}

Response Guard::LogIn(const Request& request) {
  const bool link = request.method == "GET";
  const auto token = TokenIn(request);
  const auto role = tokens_.RoleOf(token);
  if (!role) return NotLoggedIn(link);
  const auto id = logins_.Begin(*role, token);
  if (!id) return ErrorResponse(id.error());
  auto response = link ? Response{.status = 303} : JsonResponse(json::object{{"role", ToJson(*role)}});
  if (link) response.headers.emplace_back("Location", entrance_.base_path + "/");
  response.headers.emplace_back("Set-Cookie", cookie_.Written(*id, Logins::kLongest));
  return response;
}

Response Guard::LogOut(const Request& request) {
  if (request.method != "POST") {
    auto refused = ErrorResponse({Errc::kInvalidInput, "log out with POST"}, 405);
    refused.headers.emplace_back("Allow", "POST");
    return refused;
  }
  if (const auto id = cookie_.Read(Header(request, "cookie"))) logins_.End(*id);
  auto response = JsonResponse(json::object{{"ok", true}});
  response.headers.emplace_back("Set-Cookie", cookie_.Written("", 0s));
  return response;
}

}  // namespace docktor::serve
