#include "serve/mcp/header_value.h"

#include <openssl/evp.h>

namespace docktor::serve::mcp {
namespace {

constexpr std::string_view kBegin = "=?base64?", kEnd = "?=";

std::string Trimmed(const std::string& raw) {
  const auto first = raw.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return raw.substr(first, raw.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::string HeaderValue(const std::string& raw) {
  const auto value = Trimmed(raw);
  if (value.size() < kBegin.size() + kEnd.size() || !value.starts_with(kBegin) || !value.ends_with(kEnd)) return value;
  const auto coded = value.substr(kBegin.size(), value.size() - kBegin.size() - kEnd.size());
  const auto padding = coded.size() - coded.find_last_not_of('=') - 1;
  if (coded.size() % 4 != 0 || padding > 2) return value;
  std::string decoded(coded.size(), '\0');
  const auto length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()),
                      reinterpret_cast<const unsigned char*>(coded.data()), static_cast<int>(coded.size()));
  if (length < 0) return value;
  decoded.resize(static_cast<std::size_t>(length) - padding);
  return decoded;
}

}  // namespace docktor::serve::mcp
