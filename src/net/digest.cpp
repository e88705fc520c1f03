#include "net/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace docktor::net {
namespace {

constexpr std::size_t kSize = 32;

unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string Sha256(std::string_view bytes) {
  static EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::string digest(kSize, '\0');
  EVP_Digest(bytes.data(), bytes.size(), Bytes(digest), nullptr, sha256, nullptr);
  return ToHex(digest);
}

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  std::string code(kSize, '\0');
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
       bytes.size(), Bytes(code), nullptr);
  return code;
}

std::string ToHex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const unsigned char byte : bytes) (hex += kDigits[byte >> 4]) += kDigits[byte & 15];
  return hex;
}

}  // namespace docktor::net
