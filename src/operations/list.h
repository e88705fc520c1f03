#pragma once

#include <string_view>
#include <vector>

#include "operations/declare/operation.h"

namespace docktor::operations {

/// Everything that can be asked of the daemon. A new operation is one file and one line here.
const std::vector<Operation>& All();

/// By its id ("decisions_list"); nullptr where there is none.
const Operation* Find(std::string_view id);

}  // namespace docktor::operations
