#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>

#include "core/record.h"
#include "core/result.h"
#include "remember/journal/decoder.h"
#include "remember/journal/disk.h"

namespace docktor::remember {

struct RecentSince {
  RecentSince(Instant since) : all(since), questions(since) {}  // NOLINT(google-explicit-constructor)
  RecentSince(Instant since, Instant asked_since) : all(since), questions(asked_since) {}
  Instant all;
  Instant questions;  ///< to language models, judgements and talks: for their budget; and what was not kept
};

/// Who reads a journal at a start; each gets its records in order, a record that both want `on_decision` first.
struct StartReaders {
  RecentSince since;
  /// Everything since `since`, and before what Outline calls needed. Of holds only the newest of each service; all
  /// where a line is of an earlier time than one before it, for then they tell when the date was set back.
  std::function<void(Record)> on_past;
  std::size_t decisions = 0;                            ///< how many of the newest
  std::function<void(const Record&)> on_decision = {};  ///< what is on record about those, of a hold the newest
};

/// One walk over all lines, which takes what is recent and looks at the heads of the others; then one over those
/// segments that have more for the readers. kNotFound: there is no such folder.
Result<Unreadable> ReadForStart(const std::filesystem::path& folder, const StartReaders& readers,
                                const Disk& disk = RealDisk());

}  // namespace docktor::remember
