#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/ports/journal.h"
#include "remember/journal/disk.h"
#include "remember/journal/line_queue.h"

namespace docktor::remember {

/// What Open found at the end of the journal: half a line, left by a process that died while writing it.
struct Repair {
  std::string segment;
  std::uint64_t bytes = 0;
  std::string kept_in;  ///< file beside the segment that has the bytes now; empty: there was no room for it
  bool is_due = false;  ///< the disk refuses to cut them off: that is done before the next line is written
};

/// The journal in a folder: JSON lines in segments, each with the hash of the one before. Thread-safe.
///
/// While the disk refuses, records wait in memory, in their order; every Append and Flush tries again, and so does the
/// journal by itself. Of those that find no room there a record says how many they were, once there is room (see
/// RecordsLost). A disk that hangs is waited for a while only.
class FileJournal final : public Journal {
 public:
  struct Settings {
    std::uint64_t segment_bytes = 16u << 20;  ///< a new segment begins when the next line would exceed this
    LineQueue::Limits queue = {};
  };
  /// Creates the folder, locks it against other writers and repairs a torn last line. Where nothing can be written now,
  /// an existing folder is enough: what is to be kept waits.
  /// kConflict: another process writes this journal. A broken chain is no error here: see verify.h.
  static Result<std::unique_ptr<FileJournal>> Open(std::filesystem::path folder, const Clock& clock);
  static Result<std::unique_ptr<FileJournal>> Open(std::filesystem::path folder, const Clock& clock, Settings settings,
                                                   Disk& disk);
  /// As Close.
  ~FileJournal() override;

  Status Append(RecordBody body) override;
  /// Writes what waits. kUnavailable: the disk still refuses, or hangs.
  Status Flush();
  /// Tries once more to write what waits, and gives up a disk that hangs; nothing is to be appended after it.
  /// kUnavailable: says how much is not on disk, and of what time.
  Status Close();

  /// Why the disk refuses, or for how long it has hung, and how much waits; empty while it takes what it is given.
  /// Never waits for the disk.
  std::optional<std::string> Trouble() const;
  /// Records that were lost because too many waited, and of which nothing is on record yet.
  std::uint64_t gap() const;
  const std::optional<Repair>& repaired() const { return repaired_; }

  /// `on_record` is called with every later record, in order, once it is on disk or waits for it; on the thread of an
  /// appender, which waits: keep it short, and call nothing of the journal in it. Called at the latest before the
  /// Append of that record returns.
  void Subscribe(std::function<void(const Record&)> on_record);

 private:
  struct End;
  FileJournal(std::shared_ptr<LineQueue> queue, std::optional<Repair> repaired);
  static Result<End> FindEnd(const std::filesystem::path& folder, Disk& disk);
  void Tell(std::uint64_t up_to);

  const std::optional<Repair> repaired_;
  std::mutex subscribers_mutex_;
  std::vector<std::function<void(const Record&)>> subscribers_;
  const std::shared_ptr<LineQueue> queue_;
};

}  // namespace docktor::remember
