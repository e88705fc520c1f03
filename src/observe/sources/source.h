#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/result.h"
#include "core/time.h"
#include "net/url.h"

namespace docktor::observe {

using SteadyTime = std::chrono::steady_clock::time_point;

/// One figure of a service, read from a server outside its containers. One thread at a time.
class Source {
 public:
  virtual ~Source() = default;

  /// Reads it now, within `limit`; `now` is on the clock that nobody sets. Empty: there is none at present, because a
  /// rate wants two looks at a counter (again after it fell), or nothing happened that a latency could be taken of.
  /// Errors: kUnavailable, kTimeout; kDenied: the credentials are wrong; kNotFound, kInvalidInput: the settings are.
  virtual Result<std::optional<double>> Read(SteadyTime now, Duration limit) = 0;
};

/// How its server is reached.
struct SourceAccess {
  net::Url url;
  std::string address = {};   ///< an IP address that stands for the URL's host; empty: the host is looked up
  std::string password = {};  ///< never in an error
};

}  // namespace docktor::observe
