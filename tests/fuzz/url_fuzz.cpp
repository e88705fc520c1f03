#include "net/url.h"

#include <cstdint>

/// Whatever somebody writes for an address: what stands between ":" and the last "@" never shows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto url = docktor::net::ParseUrl(text);
  const auto secret = docktor::net::ParseUrl("http://ann:s3cret@" + text);
  const bool says_it_itself = text.find("s3cret") != std::string::npos;
  if (secret || (!says_it_itself && secret.error().message.find("s3cret") != std::string::npos)) __builtin_trap();
  if (url && (url->scheme.empty() || url->path.empty() || url->path.front() != '/')) __builtin_trap();
  return 0;
}
