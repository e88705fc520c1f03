#pragma once

#include <string>

#include "operations/declare/operation.h"
#include "operations/world/context.h"
#include "remember/store/judgement_table.h"

namespace docktor::operations {

struct DecisionStatsInput {
  std::string since = "7d";
};
BOOST_DESCRIBE_STRUCT(DecisionStatsInput, (), (since))

/// Answers remember::Tally.
Operation DecisionStatsOperation();

}  // namespace docktor::operations
