#pragma once

#include <optional>
#include <string>

namespace docktor::serve {

/// Random bytes that nobody can guess, in hex; empty: the machine has none. Safe to call from every thread.
std::optional<std::string> RandomHex(int bytes);

}  // namespace docktor::serve
