#pragma once

#include "operations/context.h"
#include "operations/operation.h"

namespace docktor::operations {

struct StopOutput {
  std::int64_t pid = 0;  ///< of the process that is ending
};
BOOST_DESCRIBE_STRUCT(StopOutput, (), (pid))

Operation StopOperation();

}  // namespace docktor::operations
