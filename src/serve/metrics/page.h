#pragma once

#include <string>

#include "operations/world/context.h"

namespace docktor::serve::metrics {

constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";

/// All figures in Prometheus' text format, made at this moment from what is known then: of a service that is gone
/// there is nothing. Thread-safe.
std::string Page(const operations::Context& context);

}  // namespace docktor::serve::metrics
