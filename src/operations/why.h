#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/shared/history_item.h"
#include "operations/world/context.h"

namespace docktor::operations {

struct WhyInput {
  std::optional<std::string> service = {};
  std::optional<DecisionId> decision = {};
};
BOOST_DESCRIBE_STRUCT(WhyInput, (), (service, decision))

struct WhyOutput {
  HistoryItem item;
  std::vector<std::string> lines;               ///< the whole answer in words, a line each
  std::optional<HistoryItem> last_change = {};  ///< the last action, where `item` is a hold
};
BOOST_DESCRIBE_STRUCT(WhyOutput, (), (item, lines, last_change))

Operation WhyOperation();
/// `decisions show d42`: the same answer, asked for by the decision's id.
Operation ShowDecisionOperation();

}  // namespace docktor::operations
