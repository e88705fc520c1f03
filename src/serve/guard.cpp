#include "serve/guard.h"

#include <algorithm>
#include <utility>

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

Guard::Guard(Tokens tokens, unsigned short port, const Clock& clock, std::string base_path,
             std::filesystem::path logins)
    : tokens_(std::move(tokens)),
      base_path_(std::move(base_path)),
      cookie_(port, base_path_ + "/"),
      logins_(clock, std::move(logins), tokens_) {
  for (const auto* host : {"127.0.0.1", "localhost", "[::1]"}) hosts_.push_back(host + (":" + std::to_string(port)));
}

std::optional<Response> Guard::Check(Request& request) {
  if (auto refused = CheckPlace(request)) return refused;
  TakeBaseOff(request);
  const auto path = PathOf(request);
  if (path == "/healthz" || IsOfPage(path)) return std::nullopt;
  if (path == "/login") return LogIn(request);
  const auto authorization = Header(request, "authorization");
  auto refused = authorization.empty() ? CheckLogin(request) : CheckToken(request, authorization);
  if (!refused && path == "/logout") return LogOut(request);
  return refused;
}

/// A web server before this one may have done so.
void Guard::TakeBaseOff(Request& request) const {
  request.base_path = base_path_;
  if (!base_path_.empty() && request.target.starts_with(base_path_ + "/")) request.target.erase(0, base_path_.size());
}

std::optional<Response> Guard::CheckPlace(const Request& request) const {
  const auto host = Header(request, "host");
  if (std::find(hosts_.begin(), hosts_.end(), host) == hosts_.end())
    return ErrorResponse({Errc::kDenied, "this host name is not one of this server", "call it 127.0.0.1"});
  const auto origin = Header(request, "origin");
  if (!origin.empty() && !IsOurPage(origin))
    return ErrorResponse({Errc::kDenied, "pages of " + origin + " may not ask here"});
  return std::nullopt;
}

bool Guard::IsOurPage(const std::string& origin) const {
  return origin.starts_with("http://") && std::find(hosts_.begin(), hosts_.end(), origin.substr(7)) != hosts_.end();
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
  if (!role) return Guessed("this login has ended", "open what docktor link prints");
  if (IsMoreThanReading(request) && !IsOurPage(Header(request, "origin")))
    return ErrorResponse({Errc::kDenied, "a login changes something from its own page only: the Origin is missing"});
  request.role = *role;
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
  if (link) response.headers.emplace_back("Location", base_path_ + "/");
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
