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

constexpr std::size_t kMostLinesAtOnce = 1000;
constexpr Duration kGlance = 100ms;  // at the clock, while the disk refuses

/// Whether what cannot be read at the end was never wholly written: no whole line, or one with blocks that did not
/// reach the disk. Anything else was whole once, and may have been told to be kept.
bool IsTorn(std::string_view text, const Tail& tail) {
  return tail.bad_lines == 0 || (tail.bad_lines == 1 && text.find('\0', tail.good_bytes) != text.npos);
}

/// Copies what is beyond `good_bytes` beside the segment and cuts it off. Where the copy fails, a full disk above all,
/// the bytes go all the same: nobody was told that they are kept.
Result<Repair> CutTornLine(Disk& disk, const Segment& segment, std::string_view text, std::uint64_t good_bytes) {
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
  if (!cut) return tl::unexpected(cut.error().During("repair the torn last line"));
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
    auto repair = CutTornLine(disk, *segment, *text, tail.good_bytes);
    if (!repair) return tl::unexpected(repair.error());
    end.repair = *std::move(repair);
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
  return std::unique_ptr<FileJournal>(new FileJournal(*std::move(lock), clock, settings, std::move(writer), *end));
}

FileJournal::FileJournal(std::unique_ptr<FolderLock> folder_lock, const Clock& clock, Settings settings,
                         SegmentWriter writer, const End& end)
    : folder_lock_(std::move(folder_lock)),
      clock_(clock),
      settings_(settings),
      repaired_(end.repair),
      writer_(std::move(writer)),
      last_(end.sequence),
      written_(end.sequence),
      hash_(end.hash),
      thread_([this] { Run(); }) {}

FileJournal::~FileJournal() {
  {
    const Held lock(mutex_);
    stopping_ = true;
    TryAgain();
  }
  thread_.join();
}

Status FileJournal::Append(RecordBody body) {
  Held lock(mutex_);
  if (pending_.size() >= settings_.most_waiting) {  // it may take them by now
    TryAgain();
    AwaitDisk(lock, pending_.front().sequence);
  }
  if (pending_.size() >= settings_.most_waiting) {
    ++dropped_;
    return Refusal();
  }
  const auto mine = Enqueue(std::move(body));
  AwaitDisk(lock, mine);
  const auto kept = written_ >= mine ? Status{} : Refusal();
  lock.unlock();
  Tell(mine);
  return kept;
}

Status FileJournal::Flush() {
  Held lock(mutex_);
  const auto newest = last_;
  TryAgain();
  AwaitDisk(lock, newest);
  return written_ >= newest ? Status{} : Refusal();
}

std::uint64_t FileJournal::Enqueue(RecordBody body) {
  Record record{++last_, clock_.Now(), std::move(body)};
  auto line = WriteLine(record, hash_);
  hash_ = HashOf(line);
  pending_.push_back({record.sequence, std::move(line) + '\n'});
  untold_.push_back(std::move(record));
  work_.notify_one();
  return last_;
}

/// What the disk has refused is due again.
void FileJournal::TryAgain() {
  refused_ = 0;
  work_.notify_one();
}

/// Returns when everything up to `sequence` is on disk, or was refused, or the disk hangs.
void FileJournal::AwaitDisk(Held& lock, std::uint64_t sequence) {
  while (written_ < sequence && refused_ < sequence && !Hangs())
    settled_.wait_until(lock, busy_since_.value_or(Steady::now()) + settings_.patience);
}

bool FileJournal::Hangs() const { return busy_since_ && Steady::now() - *busy_since_ >= settings_.patience; }

void FileJournal::Run() {
  Held lock(mutex_);
  while (IsDue() || !stopping_) {
    if (IsDue())
      WritePending(lock);
    else if (trouble_)
      work_.wait_for(lock, kGlance);
    else
      work_.wait(lock);
  }
}

bool FileJournal::IsDue() const {
  return std::max(written_, refused_) < last_ || (trouble_ && clock_.Now() >= tried_at_ + settings_.try_again);
}

/// One attempt; others go on to enqueue meanwhile.
void FileJournal::WritePending(Held& lock) {
  const auto newest = last_;
  const auto batch = NextBatch();
  busy_since_ = Steady::now();
  lock.unlock();
  const auto done = writer_.Write(batch);
  lock.lock();
  busy_since_.reset();
  for (std::size_t i = 0; i < done.lines; ++i, pending_.pop_front()) written_ = pending_.front().sequence;
  if (!done.status) {
    refused_ = newest;
    trouble_ = done.status.error();
    tried_at_ = clock_.Now();
  } else {
    refused_ = 0;
    if (pending_.empty()) trouble_.reset();
  }
  settled_.notify_all();
}

/// The views stay good while others enqueue: a deque that grows at its end moves nothing.
std::vector<std::string_view> FileJournal::NextBatch() const {
  std::vector<std::string_view> batch;
  for (const auto& pending : pending_) {
    if (batch.size() == kMostLinesAtOnce) break;
    batch.emplace_back(pending.line);
  }
  return batch;
}

std::vector<Record> FileJournal::TakeUntold(std::uint64_t up_to) {
  std::vector<Record> taken;
  for (; !untold_.empty() && untold_.front().sequence <= up_to; untold_.pop_front())
    taken.push_back(std::move(untold_.front()));
  return taken;
}

/// Whoever comes first tells what is before it, too: all is told in order.
void FileJournal::Tell(std::uint64_t up_to) {
  const std::lock_guard telling(subscribers_mutex_);
  Held lock(mutex_);
  const auto records = TakeUntold(up_to);
  lock.unlock();
  for (const auto& record : records)
    for (const auto& on_record : subscribers_) on_record(record);
}

void FileJournal::Subscribe(std::function<void(const Record&)> on_record) {
  const std::lock_guard lock(subscribers_mutex_);
  subscribers_.push_back(std::move(on_record));
}

Status FileJournal::Refusal() const {
  return Fail(Errc::kUnavailable, TroubleText(), "free some space or repair the disk; nothing needs to be restarted");
}

std::string FileJournal::TroubleText() const {
  std::string why = trouble_ ? trouble_->message : "the disk is behind";
  if (Hangs())
    why = "the disk has not answered for " +
          ToText(std::chrono::floor<std::chrono::seconds>(Steady::now() - *busy_since_));
  auto text = fmt::format("keep the record: {}; {} waiting in memory", why, pending_.size());
  if (dropped_ > 0) text += fmt::format(", {} dropped because more cannot wait", dropped_);
  return text;
}

std::optional<std::string> FileJournal::Trouble() const {
  const Held lock(mutex_);
  if (!trouble_ && !Hangs()) return std::nullopt;
  return TroubleText();
}

std::uint64_t FileJournal::dropped() const {
  const Held lock(mutex_);
  return dropped_;
}

}  // namespace docktor::remember
