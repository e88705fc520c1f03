#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace docktor::serve {

/// "a=1&b=x%20y" as pairs; "+" is a space. kInvalidInput: a "%" without two hex digits.
Result<std::vector<std::pair<std::string, std::string>>> ParseQuery(std::string_view query);

}  // namespace docktor::serve
