#pragma once

#include <optional>
#include <string>

#include "serve/entrance.h"

namespace docktor::serve {

/// By which names a server may be called over TCP, and whose pages are its own. A page from elsewhere that was led here
/// by its own name is told by that.
class Names {
 public:
  explicit Names(const Entrance& entrance);

  /// `host` is what the header Host says.
  bool IsOurs(const std::string& host) const;
  /// `origin` is what the header Origin says.
  bool IsOurPage(const std::string& origin) const;
  /// Browsers reach it by https, and by that alone.
  bool IsEncrypted() const;
  /// How browsers call it: "http://127.0.0.1:3000".
  std::string Url() const;
  /// Likewise past any web server before it.
  std::string DirectUrl() const;

 private:
  bool IsDirect(const std::string& host) const;

  TcpAddress address_;
  std::optional<Tls> tls_;
  std::string scheme_;  ///< "http://"
  std::string public_url_;
};

}  // namespace docktor::serve
