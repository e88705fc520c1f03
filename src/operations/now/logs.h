#pragma once

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

struct LogsInput {
  int lines = 100;
  bool follow = false;
};
BOOST_DESCRIBE_STRUCT(LogsInput, (), (lines, follow))

/// Streams LogLine.
Operation LogsOperation();

}  // namespace docktor::operations
