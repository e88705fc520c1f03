#pragma once

#include <optional>
#include <string>

#include "core/decision.h"
#include "remember/history.h"

namespace docktor::operations {

/// A decision of the past with what came of it.
struct HistoryItem {
  Decision decision;
  std::string sentence;  ///< the decision in words
  Instant last{};        ///< of the last look that came to the same
  std::int64_t looks = 1;
  std::optional<ActionReport> report = {};
  std::optional<Outcome> outcome = {};
};
BOOST_DESCRIBE_STRUCT(HistoryItem, (), (decision, sentence, last, looks, report, outcome))

HistoryItem ItemOf(const remember::HistoryEntry& entry);

}  // namespace docktor::operations
