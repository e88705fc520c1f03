#include "serve/mcp/seal.h"

#include <charconv>

#include <openssl/crypto.h>

#include "net/digest.h"
#include "serve/random.h"

namespace docktor::serve::mcp {

/// Without random bytes there is no key, and nothing that was sealed opens.
Seal::Seal() : key_(RandomHex(32).value_or("")) {}

std::string Seal::Mark(const std::string& text, const std::string& until, const std::string& bound_to) const {
  return net::ToHex(net::HmacSha256(key_, until + "\n" + net::Sha256(bound_to) + "\n" + text));
}

std::string Seal::Close(const std::string& text, const std::string& bound_to, Instant now) const {
  const auto until = std::to_string((now + kLifetime).time_since_epoch().count());
  return Mark(text, until, bound_to) + "." + until + "." + text;
}

std::optional<std::string> Seal::Open(const std::string& sealed, const std::string& bound_to, Instant now) const {
  const auto first = sealed.find('.'), second = sealed.find('.', first == sealed.npos ? first : first + 1);
  if (key_.empty() || second == sealed.npos) return std::nullopt;
  const auto until = sealed.substr(first + 1, second - first - 1), text = sealed.substr(second + 1);
  const auto mark = Mark(text, until, bound_to);
  if (mark.size() != first || CRYPTO_memcmp(mark.data(), sealed.data(), first) != 0) return std::nullopt;
  Instant::rep last = 0;
  std::from_chars(until.data(), until.data() + until.size(), last);
  if (now.time_since_epoch().count() > last) return std::nullopt;
  return text;
}

}  // namespace docktor::serve::mcp
