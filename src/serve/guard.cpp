#include "serve/guard.h"

#include <algorithm>

#include <openssl/crypto.h>

namespace docktor::serve {
namespace {

constexpr std::string_view kBearer = "Bearer ";

/// Takes as long for a wrong token as for the right one.
bool IsSame(const std::string& given, const std::string& wanted) {
  return given.size() == wanted.size() && CRYPTO_memcmp(given.data(), wanted.data(), wanted.size()) == 0;
}

std::string Header(const Request& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string() : found->second;
}

bool IsOneOf(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

Guard::Guard(std::string token, unsigned short port) : token_(std::move(token)) {
  for (const auto* host : {"127.0.0.1", "localhost", "[::1]"}) hosts_.push_back(host + (":" + std::to_string(port)));
}

std::optional<Response> Guard::Check(Request& request) const {
  if (!IsOneOf(hosts_, Header(request, "host")))
    return ErrorResponse({Errc::kDenied, "this host name is not one of this server", "call it 127.0.0.1"});
  const auto origin = Header(request, "origin");
  if (!origin.empty() && !(origin.starts_with("http://") && IsOneOf(hosts_, origin.substr(7))))
    return ErrorResponse({Errc::kDenied, "pages of " + origin + " may not ask here"});
  if (request.target == "/healthz") return std::nullopt;
  const auto given = Header(request, "authorization");
  if (!given.starts_with(kBearer) || !IsSame(given.substr(kBearer.size()), token_)) {
    auto refused = ErrorResponse(
        {Errc::kDenied, "the token is missing or wrong", "send the header Authorization: Bearer TOKEN"}, 401);
    refused.headers.emplace_back("WWW-Authenticate", "Bearer");
    return refused;
  }
  if (request.actor != "model") request.actor = "agent";
  return std::nullopt;
}

}  // namespace docktor::serve
