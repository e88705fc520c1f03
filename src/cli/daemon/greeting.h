#pragma once

#include <string>

#include "brain/providers/provider.h"
#include "cli/terminal.h"
#include "operations/now/services.h"
#include "operations/now/status.h"

namespace docktor::cli {

/// What a daemon that has just started is about: what it watches, what it scales, what it cannot scale and why, when it
/// looks next, and what to type next; without a language model, how to come by one (a key that `variables` have is
/// offered by its name). Where there is a page: how to open it, by `login_link` if that is to be shown; why there is
/// none, where that is the link's error.
std::string Greeting(const operations::StatusOutput& status, const operations::ServicesOutput& services,
                     const brain::Variables& variables, const Look& look, const Result<std::string>& login_link = "");

}  // namespace docktor::cli
