#pragma once

#include <memory>

#include <spdlog/formatter.h>

#include "app/plan/options.h"

namespace docktor::app {

/// How a line of the log is written: for people, or as {"at": …, "level": …, "message": …}.
std::unique_ptr<spdlog::formatter> FormatterFor(LogFormat format);

/// For stderr that is the system's journal: "<6>message".
std::unique_ptr<spdlog::formatter> JournalFormatter();

/// Whether stderr is the system's journal.
bool IsJournal();

}  // namespace docktor::app
