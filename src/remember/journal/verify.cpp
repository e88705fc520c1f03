#include "remember/journal/verify.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "remember/journal/anchor.h"
#include "remember/journal/line.h"
#include "remember/journal/segment.h"

namespace docktor::remember {
namespace {

/// Follows the chain line by line; holds still at the first problem.
class ChainWalk {
 public:
  explicit ChainWalk(const Anchor& anchor) : next_segment_(anchor.segment), next_(anchor.sequence), hash_(anchor.hash) {
    found_.pruned = anchor.sequence - 1;
  }

  void BeginSegment(const Segment& segment) {
    if (broken()) return;
    ++found_.segments;
    name_ = segment.Name();
    line_ = 0;
    if (segment.number != next_segment_)
      Break(Fault::kMissingSegment, fmt::format("segment {} is missing", next_segment_));
    next_segment_ = segment.number + 1;
  }

  void Take(std::string_view text) {
    if (broken()) return;
    ++line_;
    const auto line = ParseLine(text);
    if (!line) return Break(Fault::kNotJson, fmt::format("not a record: {}", line.error().message));
    if (line->sequence != next_)
      return Break(Fault::kMissingNumber, fmt::format("record {} stands where {} should", line->sequence, next_));
    if (line->prev != hash_)
      return Break(
          Fault::kHashMismatch,
          fmt::format("record {} does not carry the hash of the one before: one of the two was changed", next_));
    if (!line->body) ++found_.unreadable;
    if (const auto* lost = line->body ? std::get_if<RecordsLost>(&*line->body) : nullptr) found_.lost += lost->count;
    hash_ = HashOf(text);
    ++next_;
    ++found_.records;
  }

  void EndSegment(std::size_t torn_bytes, bool is_last) {
    if (broken() || torn_bytes == 0) return;
    ++line_;
    if (!is_last) return Break(Fault::kTorn, fmt::format("{} bytes of half a line", torn_bytes));
    found_.torn_bytes = torn_bytes;
  }

  Verification Found() && { return std::move(found_); }

 private:
  bool broken() const { return found_.problem.has_value(); }

  void Break(Fault fault, const std::string& why) {
    found_.ok = false;
    found_.problem = ChainProblem{fault, name_, line_, next_, fmt::format("{}, line {}: {}", name_, line_, why)};
  }

  Verification found_;
  std::string name_;
  std::int64_t line_ = 0;
  int next_segment_;
  std::uint64_t next_;
  std::string hash_;
};

Verification Broken(const Error& anchor) {
  return {.ok = false,
          .problem = ChainProblem{.fault = Fault::kBrokenAnchor, .segment = kAnchorName, .what = anchor.message}};
}

/// A new anchor vouches for nothing before it, so that it is a person who says when that is settled.
ChainProblem Mended(const Anchor& anchor) {
  const auto what = fmt::format(
      "{}: what older records had left behind was changed, and begun anew: the chain holds from record {} on. Delete "
      "that file once it is known why",
      kBrokenAnchorName, anchor.sequence);
  return {.fault = Fault::kBrokenAnchor, .segment = kBrokenAnchorName, .what = what};
}

Result<Verification> Walk(const Anchor& anchor, const std::filesystem::path& folder, const Disk& disk) {
  const auto segments = SegmentsFrom(anchor, disk, folder);
  if (!segments) return tl::unexpected(segments.error());
  ChainWalk walk(anchor);
  for (const auto& segment : *segments) {
    const auto text = disk.Read(segment.file);
    if (!text) return tl::unexpected(text.error());
    walk.BeginSegment(segment);
    const auto rest = ForEachLine(*text, [&](std::string_view line) { walk.Take(line); });
    walk.EndSegment(rest.size(), &segment == &segments->back());
  }
  auto found = std::move(walk).Found();
  if (found.ok && disk.Size(folder / kBrokenAnchorName)) {
    found.ok = false;
    found.problem = Mended(anchor);
  }
  return found;
}

}  // namespace

Result<Verification> Verify(const std::filesystem::path& folder, const Disk& disk) {
  for (;;) {
    const auto anchor = ReadAnchor(disk, folder);
    if (!anchor && anchor.error().code == Errc::kInvalidInput) return Broken(anchor.error());
    if (!anchor) return tl::unexpected(anchor.error().During("verify the journal"));
    auto found = Walk(*anchor, folder, disk);
    const auto after = ReadAnchor(disk, folder);
    if (after && after->segment != anchor->segment) continue;  // it was pruned meanwhile
    if (!found) return tl::unexpected(found.error().During("verify the journal"));
    return found;
  }
}

}  // namespace docktor::remember
