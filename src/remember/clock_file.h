#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "net/clock_mark.h"
#include "remember/journal/disk.h"

namespace docktor::remember {

/// Where the daemon's clock stands, in a file of JSON that is replaced as a whole: so that a daemon that starts after
/// another one in the same boot goes on with its time, and nothing ends early because somebody has set the date. Not
/// thread-safe.
class ClockFile {
 public:
  static constexpr Duration kNotKept = 1s;  ///< a clock that has left its course by no more is not written again

  /// `warn` is told, in a line, of a file that cannot be used, and when the disk begins to refuse. `disk` outlives it.
  ClockFile(std::filesystem::path file, std::function<void(const std::string&)> warn, Disk& disk = RealDisk());

  /// Where a clock that is made at the moment of `date`, a mark of the system's date, begins: where the one of the file
  /// stands by then. After a restart of the machine, and without a file that can be used, at the date.
  net::ClockMark Begin(const net::ClockMark& date) const;
  /// Of the clock that has begun. May block on the disk. Of a machine whose boots cannot be told apart nothing is kept.
  void Keep(const net::ClockMark& mark);

 private:
  const std::filesystem::path file_;
  const std::function<void(const std::string&)> warn_;
  Disk& disk_;
  std::optional<net::ClockMark> kept_;
  bool refused_ = false;
};

}  // namespace docktor::remember
