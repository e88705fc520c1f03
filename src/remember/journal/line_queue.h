#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/clock.h"
#include "core/record.h"
#include "core/result.h"
#include "remember/journal/disk.h"
#include "remember/journal/segment_writer.h"

namespace docktor::remember {

/// Lines of the journal on their way to the disk, in their order. A thread of its own writes them; appenders wait for
/// it, and those that come while the disk is busy share its next sync. While the disk refuses they wait in memory, and
/// are tried again with every Append and Flush, and from time to time. Thread-safe.
///
/// Its thread shares it: what a disk that hangs for ever was given to write outlives everybody else.
class LineQueue {
 public:
  struct Limits {
    std::size_t most_waiting = 100'000;  ///< records in memory while the disk refuses; newer ones are dropped
    Duration patience = 2s;              ///< nobody waits for a write that takes longer
    Duration try_again = 5s;             ///< while the disk refuses; by the clock
    Duration farewell = 5s;              ///< Close gives up a disk that answers nothing for so long
  };
  /// The newest line that there is.
  struct Newest {
    std::uint64_t sequence = 0;
    std::string hash;
  };
  /// Holds `folder_lock` until its thread has ended. `clock` outlives Close.
  static std::shared_ptr<LineQueue> Begin(std::unique_ptr<FolderLock> folder_lock, const Clock& clock, Limits limits,
                                          SegmentWriter writer, Newest newest);

  struct Queued {
    std::uint64_t sequence = 0;  ///< 0: there was no room for it
    Status kept;                 ///< whether it is on disk
  };
  Queued Append(RecordBody body);
  Status Flush();
  /// Tries once more to write what waits. Nothing is to be appended after it. kUnavailable: says how much is not on
  /// disk and of what time it is.
  Status Close();

  std::optional<std::string> Trouble() const;
  /// Records that were dropped, and of which nothing is on record yet.
  std::uint64_t gap() const;
  /// Those up to `sequence` that were not taken yet, in order.
  std::vector<Record> TakeUntold(std::uint64_t up_to);

 private:
  LineQueue(std::unique_ptr<FolderLock> folder_lock, const Clock& clock, Limits limits, SegmentWriter writer,
            Newest newest);

  using Held = std::unique_lock<std::mutex>;
  using Steady = std::chrono::steady_clock;
  void Run();
  bool IsDue() const;
  void WritePending(Held& lock);
  std::uint64_t Enqueue(RecordBody body);
  void NoteDropped();
  void RecordGap();
  void TryAgain();
  void AwaitDisk(Held& lock, std::uint64_t sequence);
  bool Hangs() const;
  std::vector<std::string_view> NextBatch() const;
  Status Refusal() const;
  std::string WhyNot() const;
  std::string TroubleText() const;
  Status Farewell() const;

  struct Pending {
    std::uint64_t sequence;
    Instant at;
    std::string line;  ///< with its newline
  };

  const std::unique_ptr<FolderLock> folder_lock_;
  const Clock& clock_;
  const Limits limits_;
  SegmentWriter writer_;  ///< of the thread

  mutable std::mutex mutex_;  ///< never held during a disk operation; guards all below
  std::condition_variable work_, settled_;
  bool stopping_ = false, ended_ = false, abandoned_ = false;
  std::optional<Steady::time_point> busy_since_;  ///< the disk, with one write
  std::uint64_t last_;                            ///< newest sequence given out
  std::uint64_t written_;                         ///< on disk up to here
  std::uint64_t refused_ = 0;                     ///< up to here an attempt to write has failed, and no other is due
  std::string hash_;                              ///< of the newest line, written or not
  std::deque<Pending> pending_;
  std::deque<Record> untold_;
  std::optional<Error> trouble_;
  Instant tried_at_{};  ///< last, in vain
  std::uint64_t dropped_ = 0;
  std::optional<RecordsLost> gap_;  ///< not on record yet
  std::thread thread_;
};

}  // namespace docktor::remember
