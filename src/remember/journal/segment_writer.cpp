#include "remember/journal/segment_writer.h"

#include <string>
#include <utility>

#include "core/fail_point.h"
#include "remember/journal/segment.h"

namespace docktor::remember {

SegmentWriter::SegmentWriter(Disk& disk, std::filesystem::path folder, std::uint64_t segment_bytes, int number,
                             std::uint64_t good_bytes)
    : disk_(disk),
      folder_(std::move(folder)),
      file_system_(disk.FileSystemOf(folder_)),
      segment_bytes_(segment_bytes),
      number_(number),
      good_bytes_(good_bytes) {}

SegmentWriter::Written SegmentWriter::Write(std::span<const std::string_view> lines) {
  Written written;
  while (written.lines < lines.size()) {
    const auto rest = lines.subspan(written.lines);
    written.status = Open();
    if (written.status && IsFull(rest.front().size())) written.status = Roll();
    if (!written.status) break;
    const auto fitting = FittingLines(rest);
    written.status = WriteDurably(rest.first(fitting));
    if (!written.status) break;
    written.lines += fitting;
  }
  if (!written.status) file_.reset();  // a disk that was repaired may be mounted anew: it is found by its path
  return written;
}

bool SegmentWriter::IsFull(std::size_t next_line) const {
  return good_bytes_ > 0 && good_bytes_ + next_line > segment_bytes_;
}

/// At least one: a line longer than a segment has one to itself.
std::size_t SegmentWriter::FittingLines(std::span<const std::string_view> lines) const {
  auto bytes = good_bytes_ + lines.front().size();
  std::size_t count = 1;
  while (count < lines.size() && bytes + lines[count].size() <= segment_bytes_) bytes += lines[count++].size();
  return count;
}

/// One that somebody has shortened or deleted is left as it is: the next one is begun.
Status SegmentWriter::Open() {
  for (;; NextSegment()) {
    if (!file_)
      if (auto opened = OpenFile(); !opened) return opened;
    const auto size = file_->Size();
    if (!size) return tl::unexpected(size.error());
    if (*size < good_bytes_) continue;
    dirty_ = *size > good_bytes_;
    return {};
  }
}

/// Whether what was written last is there, be it that its disk bears another number since it was mounted anew.
bool SegmentWriter::IsSameDisk() {
  const auto file_system = disk_.FileSystemOf(folder_);
  if (file_system == file_system_ || file_system == Disk::kUnknown) return true;
  const auto size = disk_.Size(SegmentFile(folder_, number_));
  if (good_bytes_ == 0 || !size || *size < good_bytes_) return false;
  file_system_ = file_system;
  return true;
}

/// Not where a disk was mounted that is away for now: what is written there is hidden once it is back.
Status SegmentWriter::OpenFile() {
  if (!IsSameDisk())
    return Fail(Errc::kUnavailable,
                "open " + folder_.string() + ": it is on another disk than at the start, without what was written last",
                "mount the one that it was on; or restart the daemon, which goes on there with what it finds");
  if (auto made = disk_.CreateFolder(folder_); !made) return made;
  auto file = disk_.OpenAppend(SegmentFile(folder_, number_));
  if (!file) return tl::unexpected(file.error());
  if (auto synced = disk_.SyncFolder(folder_); !synced) return synced;
  file_ = *std::move(file);
  return {};
}

/// What a failed attempt left must not stay behind in a finished segment.
Status SegmentWriter::Roll() {
  if (auto cut = CutBack(); !cut) return cut;
  NextSegment();
  return Open();
}

void SegmentWriter::NextSegment() {
  file_.reset();
  ++number_;
  good_bytes_ = 0;
  dirty_ = false;
}

Status SegmentWriter::WriteDurably(std::span<const std::string_view> lines) {
  if (auto cut = CutBack(); !cut) return cut;
  std::string bytes;
  for (const auto line : lines) bytes += line;
  dirty_ = true;
  const auto sync = [&] {
    MayDieAt(FailPoint::kLineWritten);
    return file_->Sync();
  };
  if (auto done = file_->Append(bytes).and_then(sync); !done) {
    if (done.error().code == Errc::kNotFound)
      NextSegment();  // this one was deleted under our hands
    else
      static_cast<void>(CutBack());  // tried again before the next line; the first error says it all
    return done;
  }
  dirty_ = false;
  good_bytes_ += bytes.size();
  return {};
}

Status SegmentWriter::CutBack() {
  if (!dirty_) return {};
  if (auto cut = file_->Truncate(good_bytes_); !cut) return cut;
  dirty_ = false;
  return {};
}

}  // namespace docktor::remember
