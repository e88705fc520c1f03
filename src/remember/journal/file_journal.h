#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/clock.h"
#include "core/ports/journal.h"
#include "remember/journal/disk.h"
#include "remember/journal/segment_writer.h"

namespace docktor::remember {

/// What Open found at the end of the journal: half a line, left by a process that died while writing it.
struct Repair {
  std::string segment;
  std::uint64_t bytes = 0;
  std::string kept_in;  ///< file beside the segment that has the bytes now; empty: there was no room for it
};

/// The journal in a folder: JSON lines in segments, each with the hash of the one before. Thread-safe.
///
/// A thread of its own writes. Appenders wait for it; those that come while the disk is busy share its next sync. While
/// the disk refuses, records wait in memory, in their order; every Append and Flush tries again, and so does the
/// journal by itself. A disk that hangs is waited for a while only.
class FileJournal final : public Journal {
 public:
  struct Settings {
    std::uint64_t segment_bytes = 16u << 20;  ///< a new segment begins when the next line would exceed this
    std::size_t most_waiting = 100'000;       ///< records in memory while the disk refuses; newer ones are dropped
    Duration patience = 2s;                   ///< nobody waits for a write that takes longer
    Duration try_again = 5s;                  ///< while the disk refuses; by the clock
  };
  /// Creates the folder, locks it against other writers and repairs a torn last line.
  /// kConflict: another process writes this journal. A broken chain is no error here: see verify.h.
  static Result<std::unique_ptr<FileJournal>> Open(std::filesystem::path folder, const Clock& clock);
  static Result<std::unique_ptr<FileJournal>> Open(std::filesystem::path folder, const Clock& clock, Settings settings,
                                                   Disk& disk);
  /// Tries once more to write what waits; waits for a disk that hangs.
  ~FileJournal() override;

  Status Append(RecordBody body) override;
  /// Writes what waits. kUnavailable: the disk still refuses, or hangs.
  Status Flush();

  /// Why the disk refuses, or for how long it has hung, and how much waits; empty while it takes what it is given.
  /// Never waits for the disk.
  std::optional<std::string> Trouble() const;
  /// Records that were lost because too many waited.
  std::uint64_t dropped() const;
  const std::optional<Repair>& repaired() const { return repaired_; }

  /// `on_record` is called with every later record, in order, once it is on disk or waits for it; on the thread of an
  /// appender, which waits: keep it short, and call nothing of the journal in it. Called at the latest before the
  /// Append of that record returns.
  void Subscribe(std::function<void(const Record&)> on_record);

 private:
  struct End;
  FileJournal(std::unique_ptr<FolderLock> folder_lock, const Clock& clock, Settings settings, SegmentWriter writer,
              const End& end);
  static Result<End> FindEnd(const std::filesystem::path& folder, Disk& disk);

  using Held = std::unique_lock<std::mutex>;
  using Steady = std::chrono::steady_clock;
  void Run();
  bool IsDue() const;
  void WritePending(Held& lock);
  std::uint64_t Enqueue(RecordBody body);
  void TryAgain();
  void AwaitDisk(Held& lock, std::uint64_t sequence);
  bool Hangs() const;
  std::vector<std::string_view> NextBatch() const;
  std::vector<Record> TakeUntold(std::uint64_t up_to);
  void Tell(std::uint64_t up_to);
  Status Refusal() const;
  std::string TroubleText() const;

  struct Pending {
    std::uint64_t sequence;
    std::string line;  ///< with its newline
  };

  const std::unique_ptr<FolderLock> folder_lock_;
  const Clock& clock_;
  const Settings settings_;
  const std::optional<Repair> repaired_;
  SegmentWriter writer_;  ///< of the thread

  mutable std::mutex mutex_;  ///< never held during a disk operation; guards all below but the subscribers
  std::condition_variable work_, settled_;
  bool stopping_ = false;
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

  std::mutex subscribers_mutex_;  ///< taken before the other
  std::vector<std::function<void(const Record&)>> subscribers_;
  std::thread thread_;  // last: runs on the members above
};

}  // namespace docktor::remember
