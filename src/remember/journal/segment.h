#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "remember/journal/disk.h"

namespace docktor::remember {

/// One file of the journal, "journal-000001.jsonl".
struct Segment {
  int number = 0;  ///< from 1
  std::filesystem::path file;
  std::string Name() const { return file.filename().string(); }
};

std::filesystem::path SegmentFile(const std::filesystem::path& folder, int number);

/// In order. kNotFound: there is no such folder.
Result<std::vector<Segment>> ListSegments(const Disk& disk, const std::filesystem::path& folder);

/// Calls `on_line` with each line that ends in a newline; returns what follows the last of them.
std::string_view ForEachLine(std::string_view text, const std::function<void(std::string_view)>& on_line);

/// Where a segment can be continued.
struct Tail {
  std::uint64_t good_bytes = 0;  ///< up to and including the last good line
  std::uint64_t sequence = 0;    ///< of that line; 0: there is none
  std::string hash;              ///< of that line
  int bad_lines = 0;             ///< behind it that end in a newline. A writer that dies leaves one at most
};

/// Looks from the end backwards for the last line that is one.
Tail FindTail(std::string_view text);

}  // namespace docktor::remember
