#pragma once

#include "core/json.h"

namespace docktor::operations {

/// {"error": {"code": "not_found", "message": …, "hint": …}}, as every door tells a failure.
json::object ErrorJson(const Error& error);

/// The error in such an object; empty where `value` is something else.
std::optional<Error> ErrorIn(const json::value& value);

}  // namespace docktor::operations
