#pragma once

#include <string>

#include "operations/declare/operation.h"

namespace docktor::operations {

/// A call as a person would type it: "docktor pause web --down --for 10m".
std::string CommandText(const Operation& operation, const json::object& input);

}  // namespace docktor::operations
