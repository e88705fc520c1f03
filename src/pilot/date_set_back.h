#pragma once

#include <vector>

#include "core/date_set.h"
#include "core/record.h"

namespace docktor::pilot {

/// Records of the time before the date was set forth are moved on, with every time in them: so that what was to last
/// ten minutes still does.
void MoveOn(std::vector<Record>& records, const std::vector<DateSet>& sets);

/// What stands in a journal before another record, or before `now`, has not happened after it. Where the times say so
/// all the same, somebody has set the date back in between: such records are moved back with every time in them, so
/// that what was to last ten minutes still does and nothing counts as of the future. `records` in their order.
void UndoDateSetBack(std::vector<Record>& records, Instant now);

}  // namespace docktor::pilot
