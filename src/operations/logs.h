#pragma once

#include "operations/context.h"
#include "operations/operation.h"

namespace docktor::operations {

struct LogsInput {
  int lines = 100;
  bool follow = false;
};
BOOST_DESCRIBE_STRUCT(LogsInput, (), (lines, follow))

/// Streams LogLine.
Operation LogsOperation();

}  // namespace docktor::operations
