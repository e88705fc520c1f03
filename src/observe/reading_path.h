#pragma once

#include <cstddef>

namespace docktor::observe {

/// Where readings of the replicas come from.
enum class ReadingPath {
  kUndecided,  ///< no replica has run yet
  kFiles,      ///< the kernel's files of this machine
  kStreams,    ///< the engine's stats streams
};

/// "the kernel's files", "the engine's stats streams"
const char* ToText(ReadingPath path);

/// Decides it once: for the files as soon as those of one replica could be read, for the streams when in several sweeps
/// in a row those of none could. A replica that ends while it is read does not count against the files by itself.
class PathChoice {
 public:
  static constexpr int kPatience = 3;

  /// After a sweep over the files; of `watched` replicas so many could not be read.
  ReadingPath After(std::size_t watched, std::size_t unreadable);
  ReadingPath path() const { return path_; }

 private:
  ReadingPath path_ = ReadingPath::kUndecided;
  int failed_ = 0;
};

}  // namespace docktor::observe
