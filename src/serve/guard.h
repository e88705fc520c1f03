#pragma once

#include <optional>
#include <string>
#include <vector>

#include "serve/response.h"
#include "serve/router.h"

namespace docktor::serve {

/// Who may ask over TCP: whoever has the token, and no page of a browser that was led here from elsewhere. Nobody who
/// comes this way is taken for a person.
class Guard {
 public:
  /// `token` is not empty; `port` is the one listened on.
  Guard(std::string token, unsigned short port);

  /// What to answer instead; empty: go on. `request.actor` is set to what such a caller is held to.
  std::optional<Response> Check(Request& request) const;

 private:
  std::string token_;
  std::vector<std::string> hosts_;  ///< by which this machine may be called, with the port
};

}  // namespace docktor::serve
