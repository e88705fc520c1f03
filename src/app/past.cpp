#include "app/past.h"

#include <spdlog/spdlog.h>

#include "core/version.h"
#include "pilot/date_set_back.h"
#include "remember/journal/replay.h"

namespace docktor::app {
namespace {

constexpr Duration kRecalled = 1h;        // of the journal, for windows and rates
constexpr Duration kCallsRecalled = 24h;  // for the budget of language models

Result<pilot::FleetMemory> Recall(const std::filesystem::path& folder, Instant now) {
  auto past = remember::RecentPast(folder, {now - kRecalled, now - kCallsRecalled});
  if (!past) return tl::unexpected(past.error());
  if (past->unreadable.lines > 0)
    spdlog::warn("{} lines of the journal cannot be read, first: {}", past->unreadable.lines, past->unreadable.first);
  pilot::UndoDateSetBack(past->records, now);
  pilot::FleetMemory memory;
  for (const auto& record : past->records) memory.Add(record);
  return memory;
}

}  // namespace

Result<std::unique_ptr<Past>> Past::Open(const std::filesystem::path& folder, const Clock& clock, std::string project) {
  std::unique_ptr<Past> past(new Past(folder, std::move(project)));
  auto journal = remember::FileJournal::Open(folder, clock);
  if (!journal) return tl::unexpected(journal.error());
  if (const auto& repaired = (*journal)->repaired())
    spdlog::warn("the end of {} was torn: {} bytes of a record that was never whole were taken off{}",
                 repaired->segment, repaired->bytes,
                 repaired->kept_in.empty() ? "" : ", and are in " + repaired->kept_in);
  auto memory = Recall(folder, clock.Now());
  if (!memory) return tl::unexpected(memory.error());
  if (const auto loaded = past->history_.Load(); !loaded) return tl::unexpected(loaded.error());
  past->memory_ = *std::move(memory);
  past->journal_ = *std::move(journal);
  past->journal_->Subscribe([past = past.get()](const Record& record) {
    past->history_.Add(record);
    past->counts_.Add(record);
  });
  // A disk that refuses shows in the status.
  (void)past->journal_->Append(DaemonStarted{kVersion, past->project_});
  return past;
}

Past::~Past() {
  if (journal_) (void)journal_->Append(DaemonStopped{project_});
}

}  // namespace docktor::app
