#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"

namespace docktor::serve {

/// The token that every request over TCP carries: 64 hex digits from a file that only its owner may read, which is made
/// where there is none.
/// kDenied: others may read or write the file. kInternal: it cannot be read or made, or holds something else.
Result<std::string> ReadOrMakeToken(const std::filesystem::path& file);

}  // namespace docktor::serve
