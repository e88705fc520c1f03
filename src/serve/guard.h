#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "serve/login/cookie.h"
#include "serve/login/logins.h"
#include "serve/login/tokens.h"
#include "serve/request.h"
#include "serve/response.h"

namespace docktor::serve {

/// Who may ask over TCP, but for the page's own files, which anybody may have who is not led here from elsewhere:
/// whoever has a token or is logged in by one, and no page of a browser that was led here from elsewhere. A program's
/// token makes an agent, that of a role a person; a login acts as the person of its role. Used on one thread.
class Guard {
 public:
  /// No token is empty; logins are kept in the file `logins`, where that has a name; `port` is the one listened on;
  /// `base_path` is "" or as "/docktor": before every path.
  Guard(Tokens tokens, unsigned short port, const Clock& clock, std::string base_path = "",
        std::filesystem::path logins = {});

  /// What to answer instead; empty: go on. `request.actor` and `request.role` are set to what such a caller is held to.
  /// Logging in (`/login?token=…`, or POST with {"token": …}) and out (POST `/logout`) is answered here.
  std::optional<Response> Check(Request& request);

 private:
  void TakeBaseOff(Request& request) const;
  std::optional<Response> CheckPlace(const Request& request) const;
  std::optional<Response> CheckToken(Request& request, const std::string& authorization) const;
  std::optional<Response> CheckLogin(Request& request);
  Response LogIn(const Request& request);
  Response LogOut(const Request& request);
  bool IsOurPage(const std::string& origin) const;

  Tokens tokens_;
  std::string base_path_;
  std::vector<std::string> hosts_;  ///< by which this machine may be called, with the port
  Cookie cookie_;
  Logins logins_;
};

}  // namespace docktor::serve
