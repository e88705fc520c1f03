#pragma once

#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"

namespace docktor::operations {

/// An order that is in force.
struct OverrideItem {
  ServiceKey service;
  Override override;
  std::string sentence;  ///< in words: "at least 4 replicas"
};
BOOST_DESCRIBE_STRUCT(OverrideItem, (), (service, override, sentence))

struct OverridesOutput {
  std::vector<OverrideItem> overrides;
};
BOOST_DESCRIBE_STRUCT(OverridesOutput, (), (overrides))

Operation OverridesOperation();

}  // namespace docktor::operations
