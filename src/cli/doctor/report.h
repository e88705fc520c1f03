#pragma once

#include <string>

#include "cli/doctor/finding.h"
#include "cli/terminal.h"
#include "core/json.h"

namespace docktor::cli::doctor {

/// A line for each, with what to do below it, and the count of each kind at the end.
std::string Drawn(const Findings& findings, const Look& look);
json::object JsonOf(const Findings& findings);

}  // namespace docktor::cli::doctor
