#pragma once

#include <optional>
#include <string>

#include "serve/entrance.h"
#include "serve/login/cookie.h"
#include "serve/login/logins.h"
#include "serve/login/names.h"
#include "serve/login/tokens.h"
#include "serve/request.h"
#include "serve/response.h"

namespace docktor::serve {

/// Who may ask over TCP, but for the page's own files, which anybody may have who is not led here from elsewhere:
/// whoever has a token or is logged in by one, and no page of a browser that was led here from elsewhere. A program's
/// token makes an agent, that of a role a person; a login acts as the person of its role. Used on one thread.
class Guard {
 public:
  /// No token is empty.
  Guard(Tokens tokens, Entrance entrance, const Clock& clock);

  /// What to answer instead; empty: go on. What the request says in its head is enough: its body need not have come.
  /// `request.actor` and `request.role` are set to what such a caller is held to.
  std::optional<Response> Check(Request& request);
  /// The answer to a request that was let in, and has its body: logging in (`/login?token=…`, or POST with
  /// {"token": …}) and out (POST `/logout`). Empty: it is something else.
  std::optional<Response> Answer(const Request& request);
  /// Whether the login of that digest has not ended.
  bool Holds(const std::string& login) const { return logins_.Holds(login); }
  const std::optional<Tls>& tls() const { return entrance_.tls; }

 private:
  void TakeBaseOff(Request& request) const;
  std::optional<Response> CheckPlace(const Request& request) const;
  std::optional<Response> CheckToken(Request& request, const std::string& authorization) const;
  std::optional<Response> CheckLogin(Request& request);
  bool IsOpen(const std::string& path) const;
  Response LogIn(const Request& request);
  Response LogOut(const Request& request);

  Tokens tokens_;
  Entrance entrance_;
  Names names_;
  Cookie cookie_;
  Logins logins_;
};

}  // namespace docktor::serve
