#include "app/past.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "core/version.h"
#include "pilot/date_set_back.h"

namespace docktor::app {
namespace {

constexpr Duration kRecalled = 1h;        // of the journal, for windows and rates
constexpr Duration kCallsRecalled = 24h;  // for the budget of language models
constexpr Duration kLossTold = 24h;

/// What a start finds in the journal.
struct Found {
  pilot::FleetMemory memory;
  remember::Unreadable unreadable;
};

std::uint64_t DroppedOf(const std::vector<RecordsLost>& gaps) {
  return std::accumulate(gaps.begin(), gaps.end(), std::uint64_t{0}, [](std::uint64_t sum, const RecordsLost& gap) {
    return sum + static_cast<std::uint64_t>(gap.count);
  });
}

pilot::FleetMemory MemoryOf(std::vector<Record> records, const std::vector<DateSet>& sets, Instant now) {
  pilot::MoveOn(records, sets);
  pilot::UndoDateSetBack(records, now);
  pilot::FleetMemory memory;
  for (const auto& record : records) memory.Add(record);
  return memory;
}

/// For the pilots and for who asks, in one go: the journal may be large.
Result<Found> Recall(const std::filesystem::path& folder, const std::vector<DateSet>& sets, Instant now,
                     remember::History& history) {
  std::vector<Record> records;
  const auto oldest = std::accumulate(sets.begin(), sets.end(), now, [](Instant at, const DateSet& set) {
    return at - set.by;  // what is stamped so may have happened just now
  });
  auto unreadable =
      remember::ReadForStart(folder, {.since = {oldest - kRecalled, oldest - std::max(kCallsRecalled, kLossTold)},
                                      .on_past =
                                          [&](Record record) {
                                            if (std::holds_alternative<RecordsLost>(record.body)) history.Add(record);
                                            records.push_back(std::move(record));
                                          },
                                      .decisions = remember::History::kInMemory,
                                      .on_decision = [&](const Record& record) { history.Add(record); }});
  if (!unreadable) return tl::unexpected(unreadable.error());
  return Found{MemoryOf(std::move(records), sets, now), *std::move(unreadable)};
}

}  // namespace

std::optional<std::string> LossInWords(const remember::Unreadable& unreadable, std::uint64_t dropped) {
  std::string words;
  if (unreadable.lines > 0)
    words = fmt::format("{} of its lines could not be used at the start, first {}", unreadable.lines, unreadable.first);
  if (dropped > 0)
    words += fmt::format("{}{} records, for which there was no room in memory while the disk refused",
                         words.empty() ? "" : "; ", dropped);
  return words.empty() ? std::nullopt : std::optional(words);
}

Result<std::unique_ptr<Past>> Past::Open(const std::filesystem::path& folder, const Clock& clock, std::string project,
                                         const std::vector<DateSet>& sets) {
  std::unique_ptr<Past> past(new Past(folder, clock, std::move(project)));
  auto journal = remember::FileJournal::Open(folder, clock);
  if (!journal) return tl::unexpected(journal.error());
  if (const auto& repaired = (*journal)->repaired())
    spdlog::warn("the end of {} was torn: {} bytes of a record that was never whole {} taken off{}", repaired->segment,
                 repaired->bytes, repaired->is_due ? "are to be" : "were",
                 repaired->kept_in.empty() ? "" : ", and are in " + repaired->kept_in);
  auto found = Recall(folder, sets, clock.Now(), past->history_);
  if (!found) return tl::unexpected(found.error());
  if (const auto loss = LossInWords(found->unreadable, 0)) spdlog::error("something of the journal is lost: {}", *loss);
  past->unreadable_ = std::move(found->unreadable);
  past->memory_ = std::move(found->memory);
  past->journal_ = *std::move(journal);
  past->journal_->Subscribe([past = past.get()](const Record& record) {
    past->history_.Add(record);
    past->counts_.Add(record);
  });
  if (const auto kept = past->journal_->Append(DaemonStarted{kVersion, past->project_}); !kept)
    spdlog::error("the journal cannot be written, what is done is kept in memory meanwhile: {}", kept.error().message);
  return past;
}

std::optional<std::string> Past::Loss() const {
  return LossInWords(unreadable_, DroppedOf(history_.LostSince(clock_.Now() - kLossTold)) + journal_->gap());
}

Past::~Past() {
  if (!journal_) return;
  (void)journal_->Append(DaemonStopped{project_});
  if (const auto kept = journal_->Close(); !kept)
    spdlog::error("what happened last is not in the journal: {}", kept.error().message);
  if (const auto loss = LossInWords({}, journal_->gap())) spdlog::error("the journal has lost {}", *loss);
}

}  // namespace docktor::app
