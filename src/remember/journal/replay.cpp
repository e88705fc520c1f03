#include "remember/journal/replay.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "remember/journal/anchor.h"
#include "remember/journal/outline.h"
#include "remember/journal/segment.h"

namespace docktor::remember {
namespace {

/// Decodes the lines that are wanted.
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
    if (head && !wanted_(*head)) return;
    auto line = ParseLine(text);
    if (!line) return Refuse(line.error());
    if (!line->body) return Refuse(line->body.error());
    std::string service;
    if (!head && !wanted_(HeadOf(*line, service))) return;
    on_record_({line->sequence, line->at, *std::move(line->body)});
  }

  void Refuse(const Error& error) {
    if (unreadable_.lines++ == 0) unreadable_.first = fmt::format("{}:{}: {}", segment_, number_, error.message);
  }

  const Unreadable& unreadable() const { return unreadable_; }

 private:
  const std::function<void(Record)>& on_record_;
  const Pick& wanted_;
  std::string segment_;
  int number_ = 0;
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
