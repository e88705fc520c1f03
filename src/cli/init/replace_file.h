#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"

namespace docktor::cli::init {

/// Puts `text` into a file that is there, all of it or nothing whenever the machine stops; who may read it stays.
Status ReplaceFile(const std::filesystem::path& file, const std::string& text);

}  // namespace docktor::cli::init
