#pragma once

#include <optional>
#include <string>
#include <vector>

#include "decide/words.h"
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
  std::vector<std::string> lines = {};            ///< the whole answer in words, a line each
  std::vector<std::string> strategy = {};         ///< of these: how the strategy came to what it wants,
  std::vector<decide::LimitInWords> limits = {};  ///< in the order of the verdict's constraints,
  std::vector<std::string> turning = {};          ///< and what would have changed it
  std::optional<HistoryItem> last_change = {};    ///< the last action, where `item` is a hold
};
BOOST_DESCRIBE_STRUCT(WhyOutput, (), (item, lines, strategy, limits, turning, last_change))

Operation WhyOperation();
/// `decisions show d42`: the same answer, asked for by the decision's id.
Operation ShowDecisionOperation();

}  // namespace docktor::operations
