#pragma once

#include "operations/log_book.h"
#include "pilot/event.h"

namespace docktor::app {

/// The log of this process from here on: to stderr and, for `docktor logs`, into `book`, which lives until CloseLog;
/// by a thread of its own, so that a full pipe or a hanging disk holds up nobody who logs (then lines are lost, oldest
/// first).
void OpenLog(operations::LogBook& book);

/// Returns when everything is written.
void CloseLog();

/// What the pilots tell, in words.
void LogNews(const pilot::News& news);

}  // namespace docktor::app
