#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace docktor::remember {

/// A file that grows at its end. Not thread-safe.
class AppendFile {
 public:
  virtual ~AppendFile() = default;
  virtual Result<std::uint64_t> Size() const = 0;
  /// An error may leave some of `bytes` in the file.
  virtual Status Append(std::string_view bytes) = 0;
  /// Returns when what was appended and cut is on the medium. After an error it is unknown what is; a second Sync does
  /// not make up for it: the bytes must be written again. kNotFound: somebody has deleted the file.
  virtual Status Sync() = 0;
  virtual Status Truncate(std::uint64_t size) = 0;
};

/// Held as long as it lives; the end of the process ends it too.
class FolderLock {
 public:
  virtual ~FolderLock() = default;
};

/// The file operations of the journal. Errors: kNotFound where there is no such file or folder, kDenied for want of
/// rights, kUnavailable for everything else that a disk may say (full, broken, read-only).
class Disk {
 public:
  virtual ~Disk() = default;
  /// With its parents; those that are made belong to the user alone (0700).
  virtual Status CreateFolder(const std::filesystem::path& folder) = 0;
  /// Names of the files in it, sorted.
  virtual Result<std::vector<std::string>> List(const std::filesystem::path& folder) const = 0;
  /// Puts what is in the file in the place of `text`; who reads many files keeps its memory. After an error `text` is
  /// anything.
  virtual Status ReadInto(std::string& text, const std::filesystem::path& file) const = 0;
  Result<std::string> Read(const std::filesystem::path& file) const;
  /// At most `most` bytes from `begin` on; none where the file ends before.
  virtual Result<std::string> ReadPart(const std::filesystem::path& file, std::uint64_t begin,
                                       std::uint64_t most) const = 0;
  /// That `Read` of it follows soon: a medium that can may fetch it meanwhile. Does not wait for it.
  virtual void Prefetch(const std::filesystem::path& /*file*/) const {}
  virtual Result<std::uint64_t> Size(const std::filesystem::path& file) const = 0;
  /// Creates the file (0600) where it is missing.
  virtual Result<std::unique_ptr<AppendFile>> OpenAppend(const std::filesystem::path& file) = 0;
  /// Puts `bytes` in the place of what is in the file. Whatever happens meanwhile, either the old or the new is there;
  /// returns when the new is on the medium.
  virtual Status Replace(const std::filesystem::path& file, std::string_view bytes) = 0;
  virtual Status Remove(const std::filesystem::path& file) = 0;
  /// Returns when the names of new files are on the medium.
  virtual Status SyncFolder(const std::filesystem::path& folder) = 0;
  static constexpr std::uint64_t kUnknown = 0;
  /// A number for the file system that the folder, or where it is not there the nearest above it, is on; kUnknown where
  /// it cannot be looked at.
  virtual std::uint64_t FileSystemOf(const std::filesystem::path& folder) const = 0;
  /// Nothing needs to be written for it, where the file system can lock what is only read (NFS cannot).
  /// kConflict: somebody else holds it; the message names the process where that is known.
  virtual Result<std::unique_ptr<FolderLock>> Lock(const std::filesystem::path& folder) = 0;
};

/// The machine's own file system. Lives as long as the process.
Disk& RealDisk();

}  // namespace docktor::remember
