#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/declare/operation.h"
#include "operations/world/context.h"
#include "remember/store/stored.h"

namespace docktor::operations {

struct ExportDecisionsInput {
  std::optional<std::string> service = {};
  std::optional<std::string> since = {};
  std::optional<DecisionId> after = {};
  int limit = 1000;
};
BOOST_DESCRIBE_STRUCT(ExportDecisionsInput, (), (service, since, after, limit))

/// One page. Who asks for the next one when he is ready for it is never overrun, however many there are.
struct ExportDecisionsOutput {
  std::vector<remember::StoredDecision> decisions;  ///< oldest first
  std::optional<DecisionId> next = {};              ///< what to give as `after` for the page that follows; empty: none
};
BOOST_DESCRIBE_STRUCT(ExportDecisionsOutput, (), (decisions, next))

/// The file is written by whoever asks, so that it is where he works and belongs to him.
Operation ExportDecisionsOperation();

}  // namespace docktor::operations
