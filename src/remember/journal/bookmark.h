#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/record.h"
#include "core/result.h"
#include "remember/journal/disk.h"
#include "remember/journal/replay.h"

namespace docktor::remember {

/// How far somebody has read a journal: the line that he read last. Without one (segment 0) he begins at the start.
struct Bookmark {
  int segment = 0;
  std::uint64_t line_begin = 0;
  std::uint64_t line_end = 0;  ///< behind its newline
  std::uint64_t sequence = 0;
  std::string hash = {};
  friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

struct Excerpt {
  std::vector<Record> records;
  Bookmark end;  ///< from where to go on; the bookmark given where there is nothing more
  Unreadable unreadable;
};

/// What follows the bookmark, some megabytes at most; at the start of a pruned journal what its anchor carries comes
/// first. Safe while the journal is written and pruned.
/// kConflict: the line that was read last is not in the journal (any more): begin anew.
Result<Excerpt> ReadOn(const std::filesystem::path& folder, const Bookmark& from, const Disk& disk = RealDisk());

}  // namespace docktor::remember
