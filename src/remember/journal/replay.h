#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/record.h"
#include "core/result.h"
#include "remember/journal/disk.h"
#include "remember/journal/line.h"

namespace docktor::remember {

/// Lines that were met and could not be used.
struct Unreadable {
  std::uint64_t lines = 0;
  std::string first;  ///< where the first of them is and why: "journal-000002.jsonl:17: …"
};

struct Replayed {
  std::vector<Record> records;
  Unreadable unreadable;
};

/// All records in order. A line that this version cannot decode is counted and skipped, and one of which the next has
/// another hash; half a line at the very end is nothing yet: a writer may be at it. Safe while a journal is written.
/// kNotFound: there is no such folder.
Result<Replayed> Replay(const std::filesystem::path& folder, const Disk& disk = RealDisk());

/// The same, holding one segment and one record at a time. Only lines that `wanted` picks are decoded and checked.
using Pick = std::function<bool(const LineHead&)>;
Result<Unreadable> Replay(const std::filesystem::path& folder, const std::function<void(Record)>& on_record,
                          const Pick& wanted, const Disk& disk = RealDisk());

struct RecentSince {
  RecentSince(Instant since) : all(since), questions(since) {}  // NOLINT(google-explicit-constructor)
  RecentSince(Instant since, Instant asked_since) : all(since), questions(asked_since) {}
  Instant all;
  Instant questions;  ///< to language models, judgements and talks: for their budget; and what was not kept
};

/// Who reads a journal at a start; each gets its records in order.
struct StartReaders {
  RecentSince since;
  std::function<void(const Record&)> on_past;  ///< everything since `since`, and before what Outline calls needed
  std::size_t decisions = 0;                   ///< how many of the newest
  std::function<void(const Record&)> on_decision = {};  ///< all that is on record about those
};

/// One walk over the heads of all lines, then one over those segments that have something for the readers.
/// kNotFound: there is no such folder.
Result<Unreadable> ReadForStart(const std::filesystem::path& folder, const StartReaders& readers,
                                const Disk& disk = RealDisk());

}  // namespace docktor::remember
