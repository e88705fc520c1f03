#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"
#include "remember/store/database.h"
#include "remember/store/stored.h"

namespace docktor::remember {

/// What to SELECT from `decisions` for ReadDecision.
std::string DecisionColumns();
/// kInternal: the row is none of a decision.
Result<StoredDecision> ReadDecision(const Database::Row& row);

/// Appends a row to `decisions`. `sequence`: of the newest record that it was made from.
void AppendDecision(Database::Appender& decisions, const StoredDecision& row, std::uint64_t sequence);

}  // namespace docktor::remember
