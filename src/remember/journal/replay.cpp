#include "remember/journal/replay.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "remember/journal/anchor.h"
#include "remember/journal/outline.h"
#include "remember/journal/segment.h"

namespace docktor::remember {
namespace {

/// Decodes the lines that are wanted. Each is held until the next line says whether it is what was written.
class Decoder {
 public:
  Decoder(const std::function<void(Record)>& on_record, const Pick& wanted) : on_record_(on_record), wanted_(wanted) {}

  void BeginSegment(std::string name) {
    segment_ = std::move(name);
    number_ = 0;
  }

  void Take(std::string_view text) {
    ++number_;
    const auto head = ReadHead(text);
    if (head) Vouch(head->sequence, head->prev);
    if (head && !wanted_(*head)) return;
    auto line = ParseLine(text);
    if (!line) return Refuse(line.error());
    if (!head) Vouch(line->sequence, line->prev);
    if (!line->body) return Refuse(line->body.error());
    std::string service;
    if (!head && !wanted_(HeadOf(*line, service))) return;
    held_ = Held{{line->sequence, line->at, *std::move(line->body)}, HashOf(text), Place()};
  }

  void Refuse(const Error& error) { Refuse(Place(), error.message); }

  /// Takes the line that is held for what it is: nothing vouches for it.
  void Settle() {
    if (auto held = std::exchange(held_, std::nullopt)) on_record_(std::move(held->record));
  }

  /// Whether the next line still has to say of one what it is.
  bool Holds() const { return held_.has_value(); }
  const Unreadable& unreadable() const { return unreadable_; }

 private:
  struct Held {
    Record record;
    std::string hash;
    std::string place;
  };

  /// A line of that number carries `prev` as the hash of the one before it.
  void Vouch(std::uint64_t sequence, std::string_view prev) {
    const bool follows = held_ && sequence == held_->record.sequence + 1;
    if (!follows || prev == held_->hash) return Settle();
    Refuse(held_->place, "the next line carries another hash: one of the two was changed");
    held_.reset();
  }

  void Refuse(const std::string& place, const std::string& why) {
    if (unreadable_.lines++ == 0) unreadable_.first = place + ": " + why;
  }

  std::string Place() const { return fmt::format("{}:{}", segment_, number_); }

  const std::function<void(Record)>& on_record_;
  const Pick& wanted_;
  std::string segment_;
  int number_ = 0;
  std::optional<Held> held_;
  Unreadable unreadable_;
};

/// What a journal consists of.
struct Parts {
  Anchor anchor;
  std::optional<Error> changed = {};  ///< what is wrong with the anchor
  std::vector<Segment> segments = {};
};

Result<Parts> PartsOf(const std::filesystem::path& folder, const Disk& disk) {
  const std::string attempt = "read the journal";
  Parts parts;
  auto anchor = ReadAnchor(disk, folder);
  if (anchor)
    parts.anchor = *std::move(anchor);
  else if (anchor.error().code == Errc::kInvalidInput)
    parts.changed = anchor.error();
  else
    return tl::unexpected(anchor.error().During(attempt));
  auto segments = SegmentsFrom(parts.anchor, disk, folder);
  if (!segments) return tl::unexpected(segments.error().During(attempt));
  parts.segments = *std::move(segments);
  return parts;
}

void TakeAnchor(const Parts& parts, Decoder& decoder) {
  decoder.BeginSegment(kAnchorName);
  if (parts.changed) decoder.Refuse(*parts.changed);
  for (const auto& line : parts.anchor.carried) decoder.Take(line);
}

Status TakeSegment(const Segment& segment, const Disk& disk, Decoder& decoder) {
  const auto text = disk.Read(segment.file);
  if (!text && text.error().code == Errc::kNotFound) return {};  // pruned meanwhile
  if (!text) return tl::unexpected(text.error().During("read the journal"));
  decoder.BeginSegment(segment.Name());
  ForEachLine(*text, [&](std::string_view line) { decoder.Take(line); });
  return {};
}

/// Which lines a start wants, once it has seen the heads of all of them, and which segments have some.
class StartWishes {
 public:
  explicit StartWishes(const StartReaders& readers) : readers_(readers) {}

  void BeginPart() { parts_.emplace_back(); }
  void Note(const LineHead& head) {
    outline_.Add(head);
    newest_ = std::max(newest_, head.decision);
    auto& part = parts_.back();
    part.recent = part.recent || IsRecent(head);
    part.newest = std::max(part.newest, head.decision);
    part.first = std::min(part.first, head.sequence);
    part.last = std::max(part.last, head.sequence);
  }
  void HasUnreadable() { parts_.back().unreadable = true; }
  void Settle() { needed_ = outline_.Needed(); }

  bool Past(const LineHead& head) const { return IsRecent(head) || needed_.contains(head.sequence); }
  bool Decision(DecisionId id) const { return id.value + readers_.decisions > newest_.value; }
  bool Read(std::size_t index) const {
    const auto& part = parts_[index];
    const auto needed = needed_.lower_bound(part.first);
    return part.recent || part.unreadable || Decision(part.newest) || (needed != needed_.end() && *needed <= part.last);
  }

 private:
  struct Part {
    bool recent = false, unreadable = false;
    DecisionId newest = {};
    std::uint64_t first = std::numeric_limits<std::uint64_t>::max(), last = 0;
  };
  bool IsRecent(const LineHead& head) const {
    const bool longer = head.type == Judged::kType || head.type == TalkedWith::kType || head.type == RecordsLost::kType;
    return head.at >= readers_.since.all || (longer && head.at >= readers_.since.questions);
  }

  const StartReaders& readers_;
  Outline outline_;
  DecisionId newest_;
  std::set<std::uint64_t> needed_;
  std::vector<Part> parts_;  ///< the anchor, then the segments
};

Status SeeHeads(const Parts& parts, const Disk& disk, StartWishes& wishes) {
  const std::function<void(Record)> nobody = [](const Record&) {};
  const Pick note = [&](const LineHead& head) { return wishes.Note(head), false; };
  Decoder heads(nobody, note);
  wishes.BeginPart();
  TakeAnchor(parts, heads);
  for (const auto& segment : parts.segments) {
    const auto before = heads.unreadable().lines;
    wishes.BeginPart();
    if (auto taken = TakeSegment(segment, disk, heads); !taken) return taken;
    if (heads.unreadable().lines > before) wishes.HasUnreadable();
  }
  wishes.Settle();
  return {};
}

}  // namespace

Result<Unreadable> Replay(const std::filesystem::path& folder, const std::function<void(Record)>& on_record,
                          const Pick& wanted, const Disk& disk) {
  const auto parts = PartsOf(folder, disk);
  if (!parts) return tl::unexpected(parts.error());
  Decoder decoder(on_record, wanted);
  TakeAnchor(*parts, decoder);
  for (const auto& segment : parts->segments)
    if (const auto taken = TakeSegment(segment, disk, decoder); !taken) return tl::unexpected(taken.error());
  decoder.Settle();
  return decoder.unreadable();
}

Result<Replayed> Replay(const std::filesystem::path& folder, const Disk& disk) {
  Replayed replayed;
  auto unreadable = Replay(
      folder, [&](Record record) { replayed.records.push_back(std::move(record)); },
      [](const LineHead&) { return true; }, disk);
  if (!unreadable) return tl::unexpected(unreadable.error());
  replayed.unreadable = *std::move(unreadable);
  return replayed;
}

Result<Unreadable> ReadForStart(const std::filesystem::path& folder, const StartReaders& readers, const Disk& disk) {
  const auto parts = PartsOf(folder, disk);
  if (!parts) return tl::unexpected(parts.error());
  StartWishes wishes(readers);
  if (const auto seen = SeeHeads(*parts, disk, wishes); !seen) return tl::unexpected(seen.error());

  bool past = false, decision = false;  // what the line is wanted for that was taken last
  const Pick wanted = [&](const LineHead& head) {
    past = wishes.Past(head);
    decision = wishes.Decision(head.decision);
    return past || decision;
  };
  const std::function<void(Record)> hand_on = [&](const Record& record) {
    if (past) readers.on_past(record);
    if (decision) readers.on_decision(record);
  };
  Decoder decoder(hand_on, wanted);
  TakeAnchor(*parts, decoder);
  for (std::size_t i = 0; i < parts->segments.size(); ++i) {
    if (!wishes.Read(i + 1) && !decoder.Holds()) continue;  // its first line says whether what is held was changed
    if (const auto taken = TakeSegment(parts->segments[i], disk, decoder); !taken) return tl::unexpected(taken.error());
  }
  decoder.Settle();
  return decoder.unreadable();
}

}  // namespace docktor::remember
