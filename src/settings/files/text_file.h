#pragma once

#include <filesystem>
#include <string>

#include <tl/expected.hpp>

namespace docktor::settings {

/// The whole text of a file, or why not, as in <cerrno>.
tl::expected<std::string, int> ReadTextFile(const std::filesystem::path& path);

}  // namespace docktor::settings
