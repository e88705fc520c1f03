#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/result.h"
#include "core/time.h"

namespace boost::asio::ssl {
class context;
}

namespace docktor::serve {

/// A certificate and its key: who this server is, and by what it encrypts. TLS 1.2 and later. Copies share it.
class Tls {
 public:
  /// Of files in PEM; after the certificate may stand those that signed it. kInvalidInput: which file cannot be read,
  /// holds something else or a key with a password, or that the key is another certificate's.
  static Result<Tls> Read(const std::filesystem::path& certificate, const std::filesystem::path& key);

  /// Whether the certificate is that of the host name.
  bool IsOf(const std::string& host) const;
  /// The first host name that it gives in full; empty: it gives none.
  std::string Name() const;
  /// Until when clients trust it.
  Instant Ends() const;

  boost::asio::ssl::context& context() const { return *context_; }

 private:
  explicit Tls(std::shared_ptr<boost::asio::ssl::context> context) : context_(std::move(context)) {}

  std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace docktor::serve
