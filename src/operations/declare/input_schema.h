#pragma once

#include "operations/declare/operation.h"

namespace docktor::operations {

/// The schema of an operation's input with the help for each member, and which of them must be there.
json::object InputSchemaOf(const Operation& operation);

}  // namespace docktor::operations
