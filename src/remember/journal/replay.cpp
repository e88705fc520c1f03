#include "remember/journal/replay.h"

#include <optional>
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

}  // namespace

Result<Unreadable> Replay(const std::filesystem::path& folder, const std::function<void(Record)>& on_record,
                          const Pick& wanted, const Disk& disk) {
  Decoder decoder(on_record, wanted);
  decoder.BeginSegment(kAnchorName);
  auto anchor = ReadAnchor(disk, folder);
  if (!anchor && anchor.error().code != Errc::kInvalidInput)
    return tl::unexpected(anchor.error().During("read the journal"));
  if (!anchor) {
    decoder.Refuse(anchor.error());
    anchor = Anchor{};
  }
  for (const auto& line : anchor->carried) decoder.Take(line);
  const auto segments = SegmentsFrom(*anchor, disk, folder);
  if (!segments) return tl::unexpected(segments.error().During("read the journal"));
  for (const auto& segment : *segments) {
    const auto text = disk.Read(segment.file);
    if (!text && text.error().code == Errc::kNotFound) continue;  // pruned meanwhile
    if (!text) return tl::unexpected(text.error().During("read the journal"));
    decoder.BeginSegment(segment.Name());
    ForEachLine(*text, [&](std::string_view line) { decoder.Take(line); });
  }
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

Result<Replayed> RecentPast(const std::filesystem::path& folder, RecentSince since, const Disk& disk) {
  Outline outline;
  const auto outlined = Replay(
      folder, [](const Record&) {},
      [&](const LineHead& head) {
        outline.Add(head);
        return false;
      },
      disk);
  if (!outlined) return tl::unexpected(outlined.error());
  const auto needed = outline.Needed();

  Replayed past;
  auto unreadable = Replay(
      folder, [&](Record record) { past.records.push_back(std::move(record)); },
      [&](const LineHead& head) {
        const bool asked = head.type == Judged::kType || head.type == TalkedWith::kType;
        return (asked && head.at >= since.questions) || head.at >= since.all || needed.contains(head.sequence);
      },
      disk);
  if (!unreadable) return tl::unexpected(unreadable.error());
  past.unreadable = *std::move(unreadable);
  return past;
}

}  // namespace docktor::remember
