#pragma once

#include <string>

#include "cli/terminal.h"
#include "operations/services.h"
#include "operations/status.h"

namespace docktor::cli {

/// What a daemon that has just started is about: what it watches, what it scales, what it cannot scale and why, when it
/// looks next, and what to type next. Pure.
std::string Greeting(const operations::StatusOutput& status, const operations::ServicesOutput& services,
                     const Look& look);

}  // namespace docktor::cli
