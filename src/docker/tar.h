#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace docktor::docker {

/// `archive`, a tar of one file as the engine gives it (under its last name only), with the file at `path` (absolute).
/// Everything else of it, owner, mode and time, stays. kInvalidInput: it is no such archive, or the path does not fit.
Result<std::string> PlaceAt(std::string archive, std::string_view path);

/// What is in all the files of an archive, one after the other. Of what is no archive: nothing.
std::string ContentsOf(std::string_view archive);

}  // namespace docktor::docker
