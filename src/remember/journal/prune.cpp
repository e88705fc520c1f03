#include "remember/journal/prune.h"

#include <numeric>
#include <set>
#include <utility>
#include <vector>

#include "remember/journal/anchor.h"
#include "remember/journal/outline.h"
#include "remember/journal/segment.h"

namespace docktor::remember {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kFirstLine = 1u << 16;  // bytes in which the head of a first line surely is

/// Calls `on_head` with what can be told of a line, if anything can.
void WithHead(std::string_view text, const std::function<void(const LineHead&)>& on_head) {
  if (const auto head = ReadHead(text)) return on_head(*head);
  const auto line = ParseLine(text);
  if (!line || !line->body) return;
  std::string service;
  on_head(HeadOf(*line, service));
}

class Pruning {
 public:
  Pruning(fs::path folder, Disk& disk, Anchor anchor, std::vector<Segment> segments)
      : folder_(std::move(folder)), disk_(disk), anchor_(std::move(anchor)), segments_(std::move(segments)) {}

  Status Choose(const KeepLimits& limits, Instant now);
  Status MoveAnchor();
  Status Delete();
  const Pruned& pruned() const { return pruned_; }

 private:
  Result<bool> BeganBefore(const Segment& segment, Instant when) const;
  Result<std::set<std::uint64_t>> Needed() const;
  Status ForEachSegment(std::size_t count, const std::function<void(const std::string&)>& on_text) const;

  fs::path folder_;
  Disk& disk_;
  Anchor anchor_;
  std::vector<Segment> segments_;
  std::size_t going_ = 0;  ///< so many of the oldest
  Pruned pruned_;
};

Status Pruning::Choose(const KeepLimits& limits, Instant now) {
  std::vector<std::uint64_t> sizes;
  for (const auto& segment : segments_) {
    const auto size = disk_.Size(segment.file);
    if (!size) return tl::unexpected(size.error());
    sizes.push_back(*size);
  }
  auto left = std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
  for (; going_ + 1 < segments_.size(); ++going_) {
    const auto all_old = BeganBefore(segments_[going_ + 1], now - limits.age);
    if (!all_old) return tl::unexpected(all_old.error());
    if (!*all_old && left <= limits.bytes) break;
    left -= sizes[going_];
    pruned_.bytes += sizes[going_];
    ++pruned_.segments;
  }
  return {};
}

Result<bool> Pruning::BeganBefore(const Segment& segment, Instant when) const {
  const auto text = disk_.ReadPart(segment.file, 0, kFirstLine);
  if (!text) return tl::unexpected(text.error());
  const auto head = ReadHead(*text);
  return head && head->at < when;
}

Status Pruning::ForEachSegment(std::size_t count, const std::function<void(const std::string&)>& on_text) const {
  for (std::size_t i = 0; i < count; ++i) {
    const auto text = disk_.Read(segments_[i].file);
    if (!text) return tl::unexpected(text.error());
    on_text(*text);
  }
  return {};
}

Result<std::set<std::uint64_t>> Pruning::Needed() const {
  Outline outline;
  const auto add = [&](std::string_view line) { WithHead(line, [&](const LineHead& head) { outline.Add(head); }); };
  for (const auto& line : anchor_.carried) add(line);
  const auto read = ForEachSegment(segments_.size(), [&](const std::string& text) { ForEachLine(text, add); });
  if (!read) return tl::unexpected(read.error());
  return outline.Needed();
}

Status Pruning::MoveAnchor() {
  if (going_ == 0) return {};
  const auto needed = Needed();
  if (!needed) return tl::unexpected(needed.error());
  auto next = anchor_;
  next.carried.clear();
  const auto carry = [&](std::string_view line) {
    WithHead(line, [&](const LineHead& head) {
      if (needed->contains(head.sequence)) next.carried.emplace_back(line);
    });
  };
  for (const auto& line : anchor_.carried) carry(line);
  const auto read = ForEachSegment(going_, [&](const std::string& text) {
    ForEachLine(text, carry);
    const auto tail = FindTail(text);
    if (tail.sequence == 0) return;
    next.sequence = tail.sequence + 1;
    next.hash = tail.hash;
  });
  if (!read) return read;
  next.segment = segments_[going_].number;
  if (auto written = WriteAnchor(disk_, folder_, next); !written) return written;
  anchor_ = std::move(next);
  return {};
}

/// Those that an earlier pruning could not delete too.
Status Pruning::Delete() {
  const auto all = ListSegments(disk_, folder_);
  if (!all) return tl::unexpected(all.error());
  for (const auto& segment : *all) {
    if (segment.number >= anchor_.segment) break;
    if (auto removed = disk_.Remove(segment.file); !removed) return removed;
  }
  return {};
}

}  // namespace

Result<Pruned> Prune(const fs::path& folder, const KeepLimits& limits, Instant now, Disk& disk) {
  const std::string attempt = "prune the journal";
  auto anchor = ReadAnchor(disk, folder);
  if (!anchor) return tl::unexpected(anchor.error().During(attempt));
  auto segments = SegmentsFrom(*anchor, disk, folder);
  if (!segments) return tl::unexpected(segments.error().During(attempt));
  Pruning pruning(folder, disk, *std::move(anchor), *std::move(segments));
  const auto done = pruning.Choose(limits, now).and_then([&] { return pruning.MoveAnchor(); }).and_then([&] {
    return pruning.Delete();
  });
  if (!done) return tl::unexpected(done.error().During(attempt));
  return pruning.pruned();
}

}  // namespace docktor::remember
