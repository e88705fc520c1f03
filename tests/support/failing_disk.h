#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "remember/journal/disk.h"

namespace docktor::test {

/// The machine's own file system, that takes no byte while it is told to refuse, and answers no write while it hangs.
class FailingDisk final : public remember::Disk {
 public:
  void Refuse(bool refuses) { refuses_ = refuses; }
  bool refuses() const { return refuses_; }
  void Hang(bool hangs) {
    hangs_ = hangs;
    hangs_.notify_all();
  }

  Status CreateFolder(const std::filesystem::path& folder) override { return real_.CreateFolder(folder); }
  Result<std::vector<std::string>> List(const std::filesystem::path& folder) const override {
    return real_.List(folder);
  }
  Status ReadInto(std::string& text, const std::filesystem::path& file) const override {
    return real_.ReadInto(text, file);
  }
  Result<std::string> ReadPart(const std::filesystem::path& file, std::uint64_t begin,
                               std::uint64_t most) const override {
    return real_.ReadPart(file, begin, most);
  }
  Result<std::uint64_t> Size(const std::filesystem::path& file) const override { return real_.Size(file); }
  Status Replace(const std::filesystem::path& file, std::string_view bytes) override {
    return Taken().and_then([&] { return real_.Replace(file, bytes); });
  }
  Status Remove(const std::filesystem::path& file) override { return real_.Remove(file); }
  Status SyncFolder(const std::filesystem::path& folder) override { return real_.SyncFolder(folder); }
  std::uint64_t FileSystemOf(const std::filesystem::path& folder) const override { return real_.FileSystemOf(folder); }
  Result<std::unique_ptr<remember::FolderLock>> Lock(const std::filesystem::path& folder) override {
    return real_.Lock(folder);
  }
  Result<std::unique_ptr<remember::AppendFile>> OpenAppend(const std::filesystem::path& file) override {
    if (const auto taken = Taken(); !taken) return tl::unexpected(taken.error());
    auto opened = real_.OpenAppend(file);
    if (!opened) return opened;
    return std::make_unique<File>(*this, *std::move(opened));
  }

 private:
  class File final : public remember::AppendFile {
   public:
    File(const FailingDisk& disk, std::unique_ptr<remember::AppendFile> real) : disk_(disk), real_(std::move(real)) {}
    Result<std::uint64_t> Size() const override { return real_->Size(); }
    /// As a full disk does: half of it is there.
    Status Append(std::string_view bytes) override {
      disk_.hangs_.wait(true);
      const auto taken = disk_.Taken();
      const auto written = real_->Append(taken ? bytes : bytes.substr(0, bytes.size() / 2));
      return taken ? written : taken;
    }
    Status Sync() override { return real_->Sync(); }
    Status Truncate(std::uint64_t size) override { return real_->Truncate(size); }

   private:
    const FailingDisk& disk_;
    std::unique_ptr<remember::AppendFile> real_;
  };

  Status Taken() const { return refuses_ ? Status(Fail(Errc::kUnavailable, "No space left on device")) : Status(); }

  remember::Disk& real_ = remember::RealDisk();
  std::atomic<bool> refuses_ = false, hangs_ = false;
};

}  // namespace docktor::test
