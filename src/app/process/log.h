#pragma once

#include <optional>
#include <string>

#include "app/plan/options.h"
#include "core/result.h"
#include "operations/world/log_book.h"
#include "pilot/event.h"

namespace docktor::app {

/// Where the log of this process goes.
struct LogTarget {
  std::optional<std::string> file = {};  ///< empty: stderr
  LogFormat format = LogFormat::kText;
};

/// The log of this process from here on: to its target and, for `docktor logs`, into `book`, which lives until
/// CloseLog; by a thread of its own, so that a full pipe or a hanging disk holds up nobody who logs (then lines are
/// lost, oldest first). A file x.log that grows beyond 10 MB becomes x.1.log, and so on to x.3.log; only its
/// user can read it.
/// What goes to the system's journal by stderr has no time of its own, and its level as the journal wants it.
/// kInternal: the file cannot be written.
Status OpenLog(operations::LogBook& book, const LogTarget& target);

/// Returns when everything is written.
void CloseLog();

/// What the pilots tell, in words.
void LogNews(const pilot::News& news);

}  // namespace docktor::app
