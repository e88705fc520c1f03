#pragma once

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

struct StopOutput {
  std::int64_t pid = 0;  ///< of the process that is ending
};
BOOST_DESCRIBE_STRUCT(StopOutput, (), (pid))

Operation StopOperation();

}  // namespace docktor::operations
