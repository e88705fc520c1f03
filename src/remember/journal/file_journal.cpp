#include "remember/journal/file_journal.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "remember/journal/anchor.h"
#include "remember/journal/line.h"
#include "remember/journal/segment.h"

namespace docktor::remember {

/// Where the next line goes and what it follows.
struct FileJournal::End {
  int segment = 1;
  std::uint64_t good_bytes = 0;
  std::uint64_t sequence = 0;
  std::string hash = kNoPrevious;
  std::optional<Repair> repair = {};
};

namespace {

/// Whether what cannot be read at the end was never wholly written: no whole line, or one with blocks that did not
/// reach the disk. Anything else was whole once, and may have been told to be kept.
bool IsTorn(std::string_view text, const Tail& tail) {
  return tail.bad_lines == 0 || (tail.bad_lines == 1 && text.find('\0', tail.good_bytes) != text.npos);
}

/// Copies what is beyond `good_bytes` beside the segment and cuts it off. Where the copy fails, a full disk above all,
/// the bytes go all the same: nobody was told that they are kept. Where nothing can be cut off, the writer does it.
Repair CutTornLine(Disk& disk, const Segment& segment, std::string_view text, std::uint64_t good_bytes) {
  const auto torn = text.substr(good_bytes);
  auto beside = segment.file;
  beside += ".torn";
  Repair repair{segment.Name(), torn.size(), beside.string()};
  const auto copied = disk.OpenAppend(beside).and_then(
      [&](const auto& file) { return file->Append(torn).and_then([&] { return file->Sync(); }); });
  if (!copied) repair.kept_in.clear();
  const auto cut = disk.OpenAppend(segment.file).and_then([&](const auto& file) {
    return file->Truncate(good_bytes).and_then([&] { return file->Sync(); });
  });
  repair.is_due = !cut;
  return repair;
}

}  // namespace

Result<FileJournal::End> FileJournal::FindEnd(const std::filesystem::path& folder, Disk& disk) {
  const auto segments = ListSegments(disk, folder);
  if (!segments) return tl::unexpected(segments.error());
  End end;
  for (auto segment = segments->rbegin(); segment != segments->rend() && end.sequence == 0; ++segment) {
    const auto text = disk.Read(segment->file);
    if (!text) return tl::unexpected(text.error());
    const auto tail = FindTail(*text);
    if (tail.sequence != 0) std::tie(end.sequence, end.hash) = std::tie(tail.sequence, tail.hash);
    if (segment != segments->rbegin()) continue;
    end.segment = segment->number;
    end.good_bytes = tail.good_bytes;
    if (tail.good_bytes == text->size()) continue;
    if (!IsTorn(*text, tail)) {  // damage: left as it is, for Verify to name
      ++end.segment;
      end.good_bytes = 0;
      continue;
    }
    end.repair = CutTornLine(disk, *segment, *text, tail.good_bytes);
  }
  if (end.sequence != 0) return end;
  const auto anchor = ReadAnchor(disk, folder);  // nothing is left but what was pruned
  if (!anchor) return anchor.error().code == Errc::kInvalidInput ? Result<End>(end) : tl::unexpected(anchor.error());
  end.segment = std::max(end.segment, anchor->segment);
  end.sequence = anchor->sequence - 1;
  end.hash = anchor->hash;
  return end;
}

Result<std::unique_ptr<FileJournal>> FileJournal::Open(std::filesystem::path folder, const Clock& clock) {
  return Open(std::move(folder), clock, Settings{}, RealDisk());
}

Result<std::unique_ptr<FileJournal>> FileJournal::Open(std::filesystem::path folder, const Clock& clock,
                                                       Settings settings, Disk& disk) {
  const auto attempt = "open the journal in " + folder.string();
  if (auto made = disk.CreateFolder(folder); !made) return tl::unexpected(made.error().During(attempt));
  auto lock = disk.Lock(folder);
  if (!lock) return tl::unexpected(lock.error().During(attempt));
  const auto end = FindEnd(folder, disk);
  if (!end) return tl::unexpected(end.error().During(attempt));
  SegmentWriter writer(disk, std::move(folder), settings.segment_bytes, end->segment, end->good_bytes);
  auto queue = LineQueue::Begin(*std::move(lock), clock, settings.queue, std::move(writer), {end->sequence, end->hash});
  return std::unique_ptr<FileJournal>(new FileJournal(std::move(queue), end->repair));
}

FileJournal::FileJournal(std::shared_ptr<LineQueue> queue, std::optional<Repair> repaired)
    : repaired_(std::move(repaired)), queue_(std::move(queue)) {}

FileJournal::~FileJournal() { (void)Close(); }

Status FileJournal::Append(RecordBody body) {
  auto queued = queue_->Append(std::move(body));
  Tell(queued.sequence);
  return std::move(queued.kept);
}

Status FileJournal::Flush() { return queue_->Flush(); }
Status FileJournal::Close() { return queue_->Close(); }
std::optional<std::string> FileJournal::Trouble() const { return queue_->Trouble(); }
std::uint64_t FileJournal::gap() const { return queue_->gap(); }

/// Whoever comes first tells what is before it, too: all is told in order.
void FileJournal::Tell(std::uint64_t up_to) {
  const std::lock_guard telling(subscribers_mutex_);
  for (const auto& record : queue_->TakeUntold(up_to))
    for (const auto& on_record : subscribers_) on_record(record);
}

void FileJournal::Subscribe(std::function<void(const Record&)> on_record) {
  const std::lock_guard lock(subscribers_mutex_);
  subscribers_.push_back(std::move(on_record));
}

}  // namespace docktor::remember
