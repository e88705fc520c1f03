#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/result.h"

namespace docktor::cli::model {

/// Keys below `brain` of a file of Docktor's, with their values; an empty value takes the key away.
using BrainEntries = std::vector<std::pair<std::string, std::string>>;

/// `text` (of docktor.yaml; may be empty) with these entries and otherwise unchanged. What comes out is read again: it
/// is a file without errors, or none comes out.
/// kInvalidInput: the file has errors, or is written in a way to which nothing can be added, `{…}` as a rule.
Result<std::string> WithBrain(const std::string& text, const std::filesystem::path& path, const BrainEntries& entries);

}  // namespace docktor::cli::model
