#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/clock.h"
#include "core/date_set.h"
#include "pilot/memory.h"
#include "remember/counts.h"
#include "remember/history.h"
#include "remember/journal/file_journal.h"
#include "remember/journal/start_reading.h"

namespace docktor::app {

/// `dropped`: records for which there was no room in memory while the disk refused. Empty: nothing is lost.
std::optional<std::string> LossInWords(const remember::Unreadable& unreadable, std::uint64_t dropped);

/// What happened: the journal, and what was read of it at the start. It says in the journal that the daemon has
/// started, and at its own end that it stopped.
class Past {
 public:
  /// `clock` outlives it. `sets`: how the date was set forth before this start. kConflict: another daemon writes this
  /// journal.
  static Result<std::unique_ptr<Past>> Open(const std::filesystem::path& folder, const Clock& clock,
                                            std::string project, const std::vector<DateSet>& sets = {});
  ~Past();
  Past(const Past&) = delete;
  Past& operator=(const Past&) = delete;

  remember::FileJournal& journal() { return *journal_; }
  /// The newest decisions, to be asked about; it follows the journal.
  const remember::History& history() const { return history_; }
  /// What was recorded since this start.
  const remember::Counts& counts() const { return counts_; }
  /// What of the journal could not be used at this start, and what was not written to it in the last day; empty:
  /// nothing.
  std::optional<std::string> Loss() const;
  /// What the pilots need to know of the time before this start.
  const pilot::FleetMemory& memory() const { return memory_; }

 private:
  Past(const std::filesystem::path& folder, const Clock& clock, std::string project)
      : clock_(clock), project_(std::move(project)), history_(folder) {}

  const Clock& clock_;
  const std::string project_;
  std::unique_ptr<remember::FileJournal> journal_;
  remember::Unreadable unreadable_;  ///< of what a start needs
  remember::History history_;
  remember::Counts counts_;
  pilot::FleetMemory memory_;
};

}  // namespace docktor::app
