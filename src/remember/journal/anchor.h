#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "remember/journal/disk.h"
#include "remember/journal/line.h"
#include "remember/journal/segment.h"

namespace docktor::remember {

/// What pruned segments leave behind: where the chain goes on, and those of their lines that a restart needs
/// (outline.h), as they were. Kept in one file beside the segments, which is replaced as a whole, so that no record has
/// to be written a second time behind newer ones.
struct Anchor {
  int segment = 1;                 ///< the first that counts; files of lower numbers are left-overs
  std::uint64_t sequence = 1;      ///< of the first record in it
  std::string hash = kNoPrevious;  ///< of the record before that
  std::vector<std::string> carried = {};
};

/// For messages: "journal.anchor", and "journal.anchor.broken" for one that was changed (MendAnchor).
extern const std::string kAnchorName, kBrokenAnchorName;

/// That of a journal which was never pruned where there is no file. kInvalidInput: the file was changed.
Result<Anchor> ReadAnchor(const Disk& disk, const std::filesystem::path& folder);
Status WriteAnchor(Disk& disk, const std::filesystem::path& folder, const Anchor& anchor);

/// Where the anchor was changed: keeps it beside under its other name, until somebody deletes that, and puts a new one
/// in its place, which begins where the segments do and carries nothing: of what the old one carried nobody knows what
/// is as it was. Answers what was done, in words; empty: nothing was to be done. Only the process that writes the
/// journal may call it.
Result<std::optional<std::string>> MendAnchor(Disk& disk, const std::filesystem::path& folder);

/// The segments that count, in order.
Result<std::vector<Segment>> SegmentsFrom(const Anchor& anchor, const Disk& disk, const std::filesystem::path& folder);

}  // namespace docktor::remember
