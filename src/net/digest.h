#pragma once

#include <string>
#include <string_view>

namespace docktor::net {

/// SHA-256 of the bytes, in hex of 64 lower-case digits. Safe to call from every thread.
std::string Sha256(std::string_view bytes);

}  // namespace docktor::net
