#pragma once

#include <optional>
#include <string>

#include "core/time.h"

namespace docktor::serve::mcp {

/// Seals what a client carries for the server between two requests, so that it cannot be changed, put to another use or
/// kept: by HMAC, with a key of this process, for what it is bound to and for ten minutes. Thread-safe.
class Seal {
 public:
  static constexpr Duration kLifetime = 10min;

  Seal();
  std::string Close(const std::string& text, const std::string& bound_to, Instant now) const;
  /// Empty: it is not as it was closed, was bound to something else, or is too old.
  std::optional<std::string> Open(const std::string& sealed, const std::string& bound_to, Instant now) const;

 private:
  std::string Mark(const std::string& text, const std::string& until, const std::string& bound_to) const;
  std::string key_;
};

}  // namespace docktor::serve::mcp
