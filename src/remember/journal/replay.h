#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "core/record.h"
#include "core/result.h"
#include "remember/journal/decoder.h"
#include "remember/journal/disk.h"

namespace docktor::remember {

struct Replayed {
  std::vector<Record> records;
  Unreadable unreadable;
};

/// All records in order. A line that this version cannot decode is counted and skipped, and one of which the next has
/// another hash; half a line at the very end is nothing yet: a writer may be at it. Safe while a journal is written.
/// kNotFound: there is no such folder.
Result<Replayed> Replay(const std::filesystem::path& folder, const Disk& disk = RealDisk());

/// The same, holding one segment and one record at a time. Only lines that `wanted` picks are decoded and checked.
Result<Unreadable> Replay(const std::filesystem::path& folder, const std::function<void(Record)>& on_record,
                          const Pick& wanted, const Disk& disk = RealDisk());

}  // namespace docktor::remember
