#pragma once

#include <string>
#include <string_view>

namespace docktor::net {

// Safe to call from every thread.

/// SHA-256 of the bytes, in hex of 64 lower-case digits.
std::string Sha256(std::string_view bytes);

/// HMAC with SHA-256: 32 bytes.
std::string HmacSha256(std::string_view key, std::string_view bytes);

/// Two lower-case digits for each byte.
std::string ToHex(std::string_view bytes);

}  // namespace docktor::net
