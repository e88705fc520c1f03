#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "remember/journal/disk.h"

namespace docktor::remember {

/// A disk in memory that keeps apart what was written and what would outlive a power cut. Fails on cue. Thread-safe.
class FakeDisk final : public Disk {
 public:
  /// Bytes that still fit; what is appended beyond is refused half way, as a full disk does. Empty: no end of them.
  void LeaveSpace(std::optional<std::uint64_t> bytes);
  /// The next `count` syncs of files fail, and what they should have made durable never becomes so.
  void FailSyncs(int count);
  /// What is written from now on is not answered, until `Release`.
  void Hang();
  void Release();
  /// No file can be cut back.
  void RefuseTruncation(bool refuse);
  /// No file can be created, replaced or opened for writing.
  void RefuseOpening(bool refuse);
  /// No file can be deleted.
  void RefuseRemoval(bool refuse);
  /// As after a power cut: unsynced bytes are gone but for the first `kept` of each file, files whose folder was not
  /// synced are gone, nobody holds a lock.
  void LoseUnsynced(std::uint64_t kept = 0);
  /// Files now open for writing lose their names.
  void DeleteAll();
  /// Another disk is there from now on.
  void Mount(std::uint64_t file_system);
  /// The same one bears another number, as after it was mounted anew.
  void Renumber(std::uint64_t file_system);

  /// Behind everybody's back, and durable.
  void Put(const std::filesystem::path& file, std::string bytes);
  /// One that is open for writing, too.
  void Shorten(const std::filesystem::path& file, std::uint64_t size);
  std::string Get(const std::filesystem::path& file) const;  ///< empty where there is no such file
  int syncs() const;                                         ///< of files, that succeeded

  Status CreateFolder(const std::filesystem::path& folder) override;
  Result<std::vector<std::string>> List(const std::filesystem::path& folder) const override;
  Status ReadInto(std::string& text, const std::filesystem::path& file) const override;
  Result<std::string> ReadPart(const std::filesystem::path& file, std::uint64_t begin,
                               std::uint64_t most) const override;
  Result<std::uint64_t> Size(const std::filesystem::path& file) const override;
  Status Replace(const std::filesystem::path& file, std::string_view bytes) override;
  Status Remove(const std::filesystem::path& file) override;
  Result<std::unique_ptr<AppendFile>> OpenAppend(const std::filesystem::path& file) override;
  Status SyncFolder(const std::filesystem::path& folder) override;
  std::uint64_t FileSystemOf(const std::filesystem::path& folder) const override;
  Result<std::unique_ptr<FolderLock>> Lock(const std::filesystem::path& folder) override;

 private:
  class File;
  class Held;
  struct Content {
    std::string bytes;    ///< as a reader sees them
    std::string durable;  ///< as they are after a power cut
    bool named = false;   ///< its folder was synced
    bool deleted = false;
  };

  mutable std::mutex mutex_;
  std::condition_variable released_;
  bool hangs_ = false;
  std::set<std::filesystem::path> folders_;
  std::map<std::filesystem::path, std::shared_ptr<Content>> files_;
  std::map<std::filesystem::path, std::weak_ptr<void>> locks_;
  std::optional<std::uint64_t> space_;
  std::uint64_t file_system_ = 1;
  std::map<std::uint64_t, std::pair<decltype(files_), decltype(folders_)>> away_;  ///< what is not mounted
  int failing_syncs_ = 0;
  int syncs_ = 0;
  bool refuse_truncation_ = false;
  bool refuse_opening_ = false;
  bool refuse_removal_ = false;
};

}  // namespace docktor::remember
