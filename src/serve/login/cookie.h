#pragma once

#include <optional>
#include <string>

#include "core/time.h"

namespace docktor::serve {

/// The cookie of a login. Browsers keep one jar for all ports of a machine, and send it to each: its name tells the
/// daemons apart.
class Cookie {
 public:
  enum class Sent { kAlways, kEncrypted };
  /// `path` ends with a slash: what is below it gets the cookie.
  Cookie(unsigned short port, std::string path, Sent sent = Sent::kAlways);

  const std::string& name() const { return name_; }
  /// What the header Cookie says of it.
  std::optional<std::string> Read(const std::string& header) const;
  /// The header Set-Cookie that has the browser keep it so long; 0 s: no more.
  std::string Written(const std::string& value, Duration lifetime) const;

 private:
  std::string name_;
  std::string path_;
  Sent sent_;
};

}  // namespace docktor::serve
