#include "remember/journal/line_queue.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/time.h"
#include "remember/journal/line.h"

namespace docktor::remember {
namespace {

constexpr std::size_t kMostLinesAtOnce = 1000;
constexpr Duration kGlance = 100ms;  // at the clock, while the disk refuses

}  // namespace

std::shared_ptr<LineQueue> LineQueue::Begin(std::unique_ptr<FolderLock> folder_lock, const Clock& clock, Limits limits,
                                            SegmentWriter writer, Newest newest) {
  std::shared_ptr<LineQueue> queue(
      new LineQueue(std::move(folder_lock), clock, limits, std::move(writer), std::move(newest)));
  queue->thread_ = std::thread([queue] { queue->Run(); });
  return queue;
}

LineQueue::LineQueue(std::unique_ptr<FolderLock> folder_lock, const Clock& clock, Limits limits, SegmentWriter writer,
                     Newest newest)
    : folder_lock_(std::move(folder_lock)),
      clock_(clock),
      limits_(limits),
      writer_(std::move(writer)),
      last_(newest.sequence),
      written_(newest.sequence),
      hash_(std::move(newest.hash)) {}

LineQueue::Queued LineQueue::Append(RecordBody body) {
  Held lock(mutex_);
  if (pending_.size() >= limits_.most_waiting) {  // it may take them by now
    TryAgain();
    AwaitDisk(lock, pending_.front().sequence);
  }
  if (pending_.size() >= limits_.most_waiting) {
    NoteDropped();
    return {0, Refusal()};
  }
  const auto mine = Enqueue(std::move(body));
  AwaitDisk(lock, mine);
  return {mine, written_ >= mine ? Status{} : Refusal()};
}

Status LineQueue::Flush() {
  Held lock(mutex_);
  const auto newest = last_;
  TryAgain();
  AwaitDisk(lock, newest);
  return written_ >= newest ? Status{} : Refusal();
}

Status LineQueue::Close() {
  Held lock(mutex_);
  stopping_ = true;
  TryAgain();
  while (!ended_ && !abandoned_)
    abandoned_ = settled_.wait_for(lock, limits_.farewell) == std::cv_status::timeout && !ended_;
  const auto farewell = Farewell();
  lock.unlock();
  if (!thread_.joinable()) return farewell;
  abandoned_ ? thread_.detach() : thread_.join();
  return farewell;
}

std::uint64_t LineQueue::Enqueue(RecordBody body) {
  Record record{++last_, clock_.Now(), std::move(body)};
  auto line = WriteLine(record, hash_);
  hash_ = HashOf(line);
  pending_.push_back({record.sequence, record.at, std::move(line) + '\n'});
  untold_.push_back(std::move(record));
  work_.notify_one();
  return last_;
}

void LineQueue::NoteDropped() {
  const auto now = clock_.Now();
  if (!gap_) gap_ = RecordsLost{.first = now};
  gap_->last = now;
  ++gap_->count;
  ++dropped_;
}

/// Once there is room again: behind what was kept, before all that comes.
void LineQueue::RecordGap() {
  if (gap_ && pending_.size() < limits_.most_waiting) Enqueue(*std::exchange(gap_, std::nullopt));
}

/// What the disk has refused is due again.
void LineQueue::TryAgain() {
  refused_ = 0;
  work_.notify_one();
}

/// Returns when everything up to `sequence` is on disk, or was refused, or the disk hangs.
void LineQueue::AwaitDisk(Held& lock, std::uint64_t sequence) {
  while (written_ < sequence && refused_ < sequence && !Hangs())
    settled_.wait_until(lock, busy_since_.value_or(Steady::now()) + limits_.patience);
}

bool LineQueue::Hangs() const { return busy_since_ && Steady::now() - *busy_since_ >= limits_.patience; }

/// Once it is abandoned there is no clock any more.
void LineQueue::Run() {
  Held lock(mutex_);
  while (!abandoned_ && (IsDue() || !stopping_)) {
    if (IsDue())
      WritePending(lock);
    else if (trouble_)
      work_.wait_for(lock, kGlance);
    else
      work_.wait(lock);
  }
  ended_ = true;
  settled_.notify_all();
}

bool LineQueue::IsDue() const {
  return std::max(written_, refused_) < last_ || (trouble_ && clock_.Now() >= tried_at_ + limits_.try_again);
}

/// One attempt; others go on to enqueue meanwhile.
void LineQueue::WritePending(Held& lock) {
  const auto newest = last_;
  const auto batch = NextBatch();
  busy_since_ = Steady::now();
  lock.unlock();
  const auto done = writer_.Write(batch);
  lock.lock();
  busy_since_.reset();
  if (abandoned_) return;
  for (std::size_t i = 0; i < done.lines; ++i, pending_.pop_front()) written_ = pending_.front().sequence;
  RecordGap();
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
std::vector<std::string_view> LineQueue::NextBatch() const {
  std::vector<std::string_view> batch;
  for (const auto& pending : pending_) {
    if (batch.size() == kMostLinesAtOnce) break;
    batch.emplace_back(pending.line);
  }
  return batch;
}

std::vector<Record> LineQueue::TakeUntold(std::uint64_t up_to) {
  const Held lock(mutex_);
  std::vector<Record> taken;
  for (; !untold_.empty() && untold_.front().sequence <= up_to; untold_.pop_front())
    taken.push_back(std::move(untold_.front()));
  return taken;
}

Status LineQueue::Refusal() const {
  const bool knows = trouble_ && !trouble_->hint.empty();
  return Fail(Errc::kUnavailable, TroubleText(),
              knows ? trouble_->hint : "free some space or repair the disk; nothing needs to be restarted");
}

std::string LineQueue::WhyNot() const {
  if (Hangs())
    return "the disk has not answered for " +
           ToText(std::chrono::floor<std::chrono::seconds>(Steady::now() - *busy_since_));
  return trouble_ ? trouble_->message : "the disk is behind";
}

std::string LineQueue::TroubleText() const {
  auto text = fmt::format("keep the record: {}; {} waiting in memory", WhyNot(), pending_.size());
  if (dropped_ > 0) text += fmt::format(", {} dropped because more cannot wait", dropped_);
  return text;
}

Status LineQueue::Farewell() const {
  if (pending_.empty() && !gap_) return {};
  const auto first = pending_.empty() ? gap_->first : pending_.front().at;
  const auto last = gap_ ? gap_->last : pending_.back().at;
  const auto count = pending_.size() + (gap_ ? static_cast<std::size_t>(gap_->count) : 0);
  return Fail(Errc::kUnavailable,
              fmt::format("{} record{} from {} to {} {} not on disk: {}", count, count == 1 ? "" : "s",
                          ToRfc3339(first), ToRfc3339(last), count == 1 ? "is" : "are", WhyNot()));
}

std::optional<std::string> LineQueue::Trouble() const {
  const Held lock(mutex_);
  if (!trouble_ && !Hangs()) return std::nullopt;
  return TroubleText();
}

std::uint64_t LineQueue::gap() const {
  const Held lock(mutex_);
  return gap_ ? static_cast<std::uint64_t>(gap_->count) : 0;
}

}  // namespace docktor::remember
