#pragma once

#include <optional>

#include <boost/system/error_code.hpp>

#include "serve/limits.h"
#include "serve/response.h"

namespace docktor::serve {

/// What to say to a client whose request could not be read, and why; nothing where it has gone.
std::optional<Response> RefusalOf(const boost::system::error_code& error, const ServeLimits& limits);

}  // namespace docktor::serve
