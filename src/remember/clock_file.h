#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/date_set.h"
#include "net/clock_mark.h"
#include "remember/journal/disk.h"

namespace docktor::remember {

/// What the file holds.
struct KeptClock {
  net::ClockMark mark;
  std::vector<DateSet> sets;  ///< the newest last
};
BOOST_DESCRIBE_STRUCT(KeptClock, (), (mark, sets))

/// Where the daemon's clock stands, in a file of JSON that is replaced as a whole: a daemon that starts after another
/// one in the same boot sees by it whether the date was set forth, so that nothing ends early because of that. Not
/// thread-safe.
class ClockFile {
 public:
  static constexpr Duration kNotKept = 1s;  ///< a clock that has left its course by no more is not written again
  static constexpr Duration kLag = 2s;      ///< the file is behind a clock that was killed by no more
  static constexpr Duration kLasts = 48h;   ///< a set of longer ago concerns nothing that is of interest
  static constexpr std::size_t kMostSets = 16;

  /// `warn` is told, in a line, of a date that was set forth, of a file that cannot be used, and when the disk begins
  /// to refuse. `disk` outlives it.
  ClockFile(std::filesystem::path file, std::function<void(const std::string&)> warn, Disk& disk = RealDisk());

  /// How the date was set forth, up to the moment of `date`, the mark of a clock that has begun with the date: the
  /// newest last. Where it was set amid a restart of the machine nobody can tell.
  std::vector<DateSet> Begin(const net::ClockMark& date);
  /// Of the clock that has begun. May block on the disk. Of a machine whose boots cannot be told apart nothing is kept.
  void Keep(const net::ClockMark& mark);

 private:
  std::optional<net::ClockMark> Even(const Result<KeptClock>& left, const net::ClockMark& date) const;
  void Note(const DateSet& set);

  const std::filesystem::path file_;
  const std::function<void(const std::string&)> warn_;
  Disk& disk_;
  std::vector<DateSet> sets_;
  std::optional<net::ClockMark> kept_;
  bool refused_ = false;
};

}  // namespace docktor::remember
