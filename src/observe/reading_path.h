#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "observe/files/sweep.h"

namespace docktor::observe {

/// Where readings of the replicas come from.
enum class ReadingPath {
  kUndecided,  ///< no replica has run yet
  kFiles,      ///< the kernel's files of this machine
  kStreams,    ///< the engine's stats streams
};

/// "the kernel's files", "the engine's stats streams"
const char* ToText(ReadingPath path);

/// Decides it: for the files as soon as those of one replica could be read, for the streams when in several sweeps in a
/// row those of none could. What has ended by the time it is read does not count against the files, so that replicas
/// which end again and again decide nothing: only a process that still runs, as far as is known, in several sweeps
/// does. For the files it is for good; the streams are only for as long as the files tell nothing.
class PathChoice {
 public:
  static constexpr int kPatience = 3;
  static constexpr int kTryAgain = 300;  ///< so many sweeps with the streams, the files are tried

  /// Asked before each sweep: whether it is to be over the files.
  bool WantsFiles() { return path_ != ReadingPath::kStreams || ++without_files_ % kTryAgain == 0; }
  /// After a sweep over the files; of so many `watched` replicas these could not be read.
  ReadingPath After(std::size_t watched, const Watched& unreadable);
  ReadingPath path() const { return path_; }

 private:
  ReadingPath path_ = ReadingPath::kUndecided;
  std::map<std::pair<ContainerId, std::int64_t>, int> failed_;  ///< processes; in so many sweeps in a row
  int without_files_ = 0;
};

}  // namespace docktor::observe
