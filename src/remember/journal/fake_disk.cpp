#include "remember/journal/fake_disk.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace docktor::remember {

namespace fs = std::filesystem;

class FakeDisk::Held final : public FolderLock {
 public:
  explicit Held(std::shared_ptr<void> token) : token_(std::move(token)) {}

 private:
  std::shared_ptr<void> token_;
};

class FakeDisk::File final : public AppendFile {
 public:
  File(FakeDisk& disk, std::shared_ptr<Content> content) : disk_(disk), content_(std::move(content)) {}

  Result<std::uint64_t> Size() const override {
    const std::lock_guard lock(disk_.mutex_);
    return content_->bytes.size();
  }

  Status Append(std::string_view bytes) override {
    std::unique_lock lock(disk_.mutex_);
    disk_.released_.wait(lock, [this] { return !disk_.hangs_; });
    const auto fitting = bytes.substr(0, disk_.space_.value_or(bytes.size()));
    content_->bytes += fitting;
    if (disk_.space_) *disk_.space_ -= fitting.size();
    if (fitting.size() < bytes.size()) return Fail(Errc::kUnavailable, "write to file: No space left on device");
    return {};
  }

  Status Sync() override {
    const std::lock_guard lock(disk_.mutex_);
    if (disk_.failing_syncs_ > 0) {
      --disk_.failing_syncs_;
      return Fail(Errc::kUnavailable, "sync file: Input/output error");
    }
    if (content_->deleted) return Fail(Errc::kNotFound, "sync file: it was deleted");
    content_->durable = content_->bytes;
    ++disk_.syncs_;
    return {};
  }

  Status Truncate(std::uint64_t size) override {
    const std::lock_guard lock(disk_.mutex_);
    if (disk_.refuse_truncation_) return Fail(Errc::kUnavailable, "cut back file: Input/output error");
    if (disk_.space_) *disk_.space_ += content_->bytes.size() - std::min<std::size_t>(content_->bytes.size(), size);
    content_->bytes.resize(size);
    return {};
  }

 private:
  FakeDisk& disk_;
  std::shared_ptr<Content> content_;
};

void FakeDisk::LeaveSpace(std::optional<std::uint64_t> bytes) {
  const std::lock_guard lock(mutex_);
  space_ = bytes;
}

void FakeDisk::FailSyncs(int count) {
  const std::lock_guard lock(mutex_);
  failing_syncs_ = count;
}

void FakeDisk::Hang() {
  const std::lock_guard lock(mutex_);
  hangs_ = true;
}

void FakeDisk::Release() {
  const std::lock_guard lock(mutex_);
  hangs_ = false;
  released_.notify_all();
}

void FakeDisk::RefuseTruncation(bool refuse) {
  const std::lock_guard lock(mutex_);
  refuse_truncation_ = refuse;
}

void FakeDisk::RefuseOpening(bool refuse) {
  const std::lock_guard lock(mutex_);
  refuse_opening_ = refuse;
}

void FakeDisk::RefuseRemoval(bool refuse) {
  const std::lock_guard lock(mutex_);
  refuse_removal_ = refuse;
}

void FakeDisk::LoseUnsynced(std::uint64_t kept) {
  const std::lock_guard lock(mutex_);
  locks_.clear();
  std::erase_if(files_, [](const auto& file) { return !file.second->named; });
  for (auto& [path, content] : files_) {
    auto after = content->durable;
    if (content->bytes.starts_with(after)) after += content->bytes.substr(after.size(), kept);
    content = std::make_shared<Content>(Content{after, after, true});
  }
}

void FakeDisk::DeleteAll() {
  const std::lock_guard lock(mutex_);
  for (auto& [path, content] : files_) content->deleted = true;
  files_.clear();
  folders_.clear();
}

void FakeDisk::Mount(std::uint64_t file_system) {
  const std::lock_guard lock(mutex_);
  away_[file_system_] = {std::move(files_), std::move(folders_)};
  std::tie(files_, folders_) = std::move(away_[file_system]);
  file_system_ = file_system;
}

void FakeDisk::Renumber(std::uint64_t file_system) {
  const std::lock_guard lock(mutex_);
  file_system_ = file_system;
}

void FakeDisk::Put(const fs::path& file, std::string bytes) {
  const std::lock_guard lock(mutex_);
  folders_.insert(file.parent_path());
  files_[file] = std::make_shared<Content>(Content{bytes, std::move(bytes), true});
}

void FakeDisk::Shorten(const fs::path& file, std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  auto& content = *files_.at(file);
  content.bytes.resize(std::min<std::size_t>(content.bytes.size(), size));
  content.durable = content.bytes;
}

std::string FakeDisk::Get(const fs::path& file) const {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(file);
  return found == files_.end() ? "" : found->second->bytes;
}

int FakeDisk::syncs() const {
  const std::lock_guard lock(mutex_);
  return syncs_;
}

Status FakeDisk::CreateFolder(const fs::path& folder) {
  const std::lock_guard lock(mutex_);
  folders_.insert(folder);
  return {};
}

Result<std::vector<std::string>> FakeDisk::List(const fs::path& folder) const {
  const std::lock_guard lock(mutex_);
  if (!folders_.contains(folder))
    return Fail(Errc::kNotFound, "list " + folder.string() + ": No such file or directory");
  std::vector<std::string> names;
  for (const auto& [path, content] : files_)
    if (path.parent_path() == folder) names.push_back(path.filename().string());
  return names;
}

Status FakeDisk::ReadInto(std::string& text, const fs::path& file) const {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(file);
  if (found == files_.end()) return Fail(Errc::kNotFound, "read " + file.string() + ": No such file or directory");
  text = found->second->bytes;
  return {};
}

Result<std::string> FakeDisk::ReadPart(const fs::path& file, std::uint64_t begin, std::uint64_t most) const {
  const auto text = Read(file);
  if (!text || begin >= text->size()) return text ? Result<std::string>("") : text;
  return text->substr(begin, most);
}

Result<std::uint64_t> FakeDisk::Size(const fs::path& file) const {
  const auto text = Read(file);
  if (!text) return tl::unexpected(text.error());
  return text->size();
}

Status FakeDisk::Replace(const fs::path& file, std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  if (refuse_opening_) return Fail(Errc::kUnavailable, "replace " + file.string() + ": Read-only file system");
  files_[file] = std::make_shared<Content>(Content{std::string(bytes), std::string(bytes), true});
  return {};
}

Status FakeDisk::Remove(const fs::path& file) {
  const std::lock_guard lock(mutex_);
  const auto found = files_.find(file);
  if (found == files_.end()) return Fail(Errc::kNotFound, "delete " + file.string() + ": No such file or directory");
  if (refuse_removal_) return Fail(Errc::kUnavailable, "delete " + file.string() + ": Input/output error");
  found->second->deleted = true;
  files_.erase(found);
  return {};
}

Result<std::unique_ptr<AppendFile>> FakeDisk::OpenAppend(const fs::path& file) {
  const std::lock_guard lock(mutex_);
  if (refuse_opening_) return Fail(Errc::kUnavailable, "open " + file.string() + ": Read-only file system");
  if (!folders_.contains(file.parent_path()))
    return Fail(Errc::kNotFound, "open " + file.string() + ": No such file or directory");
  auto& content = files_[file];
  if (!content) content = std::make_shared<Content>();
  return std::make_unique<File>(*this, content);
}

Status FakeDisk::SyncFolder(const fs::path& folder) {
  const std::lock_guard lock(mutex_);
  for (auto& [path, content] : files_)
    if (path.parent_path() == folder) content->named = true;
  return {};
}

std::uint64_t FakeDisk::FileSystemOf(const fs::path&) const {
  const std::lock_guard lock(mutex_);
  return file_system_;
}

Result<std::unique_ptr<FolderLock>> FakeDisk::Lock(const fs::path& folder) {
  const std::lock_guard lock(mutex_);
  auto& holder = locks_[folder];
  if (!holder.expired())
    return Fail(Errc::kConflict, "lock " + (folder / "journal.lock").string() + ": another process has it already");
  auto token = std::make_shared<int>();
  holder = token;
  return std::make_unique<Held>(std::move(token));
}

}  // namespace docktor::remember
