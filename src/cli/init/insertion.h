#pragma once

#include <string>
#include <vector>

#include "cli/init/proposal.h"
#include "cli/terminal.h"
#include "core/result.h"

namespace docktor::cli::init {

/// Lines that are added to a file.
struct Insertion {
  std::size_t after = 0;  ///< the number of the line before them, from 1
  std::vector<std::string> lines;
};

/// An x-docktor for a service, at the end of what its Compose file says of it, indented as the rest of it.
/// kNotFound: the file does not name the service. kInvalidInput: it is written in a way to which no line can be added,
/// `{…}` as a rule.
Result<Insertion> InsertionFor(const std::string& text, const Proposal& proposal);

/// `text` with all of them and otherwise unchanged, byte by byte.
std::string WithInsertions(const std::string& text, std::vector<Insertion> insertions);

/// As a diff: what is added, with lines around it.
std::string DrawnDiff(const std::string& text, std::vector<Insertion> insertions, const Look& look);

}  // namespace docktor::cli::init
