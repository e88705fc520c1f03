#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "core/result.h"
#include "remember/journal/disk.h"

namespace docktor::remember {

/// Writes lines to the newest segment and begins the next one when that is full. Not thread-safe.
class SegmentWriter {
 public:
  /// Goes on with segment `number`, of which `good_bytes` are good. No file is touched before the first Write.
  SegmentWriter(Disk& disk, std::filesystem::path folder, std::uint64_t segment_bytes, int number,
                std::uint64_t good_bytes);

  struct Written {
    std::size_t lines = 0;  ///< of those given, from the front: on the medium
    Status status;          ///< why the rest is not
  };
  /// What a failed attempt left behind is cut off again, at the latest before the next line is written: no segment
  /// ever has half a line in its middle.
  Written Write(std::span<const std::string_view> lines);

 private:
  bool IsFull(std::size_t next_line) const;
  Status Open();
  bool IsSameDisk();
  Status OpenFile();
  Status Roll();
  void NextSegment();
  Status WriteDurably(std::span<const std::string_view> lines);
  std::size_t FittingLines(std::span<const std::string_view> lines) const;
  Status CutBack();

  Disk& disk_;
  std::filesystem::path folder_;
  std::uint64_t file_system_;
  std::uint64_t segment_bytes_;
  int number_;
  std::uint64_t good_bytes_;
  std::unique_ptr<AppendFile> file_;
  bool dirty_ = false;  ///< there may be bytes beyond good_bytes_
};

}  // namespace docktor::remember
