#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/shared/history_item.h"
#include "operations/world/context.h"
#include "remember/journal/verify.h"

namespace docktor::operations {

struct ListDecisionsInput {
  std::optional<std::string> service = {};
  bool actions = false;
  std::optional<DecisionId> before = {};
  int limit = 20;
};
BOOST_DESCRIBE_STRUCT(ListDecisionsInput, (), (service, actions, before, limit))

struct ListDecisionsOutput {
  std::vector<HistoryItem> decisions;  ///< newest first
  std::vector<RecordsLost> lost = {};  ///< what the journal could not keep since the oldest of them, oldest first
};
BOOST_DESCRIBE_STRUCT(ListDecisionsOutput, (), (decisions, lost))

/// A service by name; one that is gone by its full name, where it has a past.
Result<ServiceKey> ServiceWithDecisions(const Context& context, const std::string& name);

Operation ListDecisionsOperation();
/// Answers remember::Verification; a broken chain is an answer, not an error.
Operation VerifyDecisionsOperation();

}  // namespace docktor::operations
