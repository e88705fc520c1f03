#include "remember/journal/anchor.h"

#include <fmt/format.h>

#include "core/json.h"

namespace docktor::remember {

const std::string kAnchorName = "journal.anchor", kBrokenAnchorName = kAnchorName + ".broken";

namespace {

/// The first line of the file; the carried ones follow.
struct AnchorHead {
  int segment = 1;
  std::uint64_t sequence = 1;
  std::string hash;
  std::string carried_hash;  ///< of everything behind this line
};
BOOST_DESCRIBE_STRUCT(AnchorHead, (), (segment, sequence, hash, carried_hash))

tl::unexpected<Error> Changed(const std::string& why) {
  return Fail(Errc::kInvalidInput, kAnchorName + ": " + why + ": it was changed");
}

/// The first that is one.
std::optional<Line> FirstLine(std::string_view text) {
  std::optional<Line> first;
  ForEachLine(text, [&](std::string_view bytes) {
    if (first) return;
    if (auto line = ParseLine(bytes); line && line->sequence > 0) first = *std::move(line);
  });
  return first;
}

/// What the oldest record says of itself; nothing vouches for that.
Result<Anchor> BeginningOf(const std::vector<Segment>& segments, const Disk& disk) {
  Anchor anchor;
  if (!segments.empty()) anchor.segment = segments.front().number;
  for (const auto& segment : segments) {
    const auto text = disk.Read(segment.file);
    if (!text) return tl::unexpected(text.error());
    const auto first = FirstLine(*text);
    if (!first) continue;
    anchor.sequence = first->sequence;
    anchor.hash = first->prev;
    break;
  }
  return anchor;
}

}  // namespace

Result<Anchor> ReadAnchor(const Disk& disk, const std::filesystem::path& folder) {
  const auto text = disk.Read(folder / kAnchorName);
  if (!text && text.error().code == Errc::kNotFound) return Anchor{};
  if (!text) return tl::unexpected(text.error());
  const auto end = text->find('\n');
  const auto json = ParseJson(text->substr(0, end));
  if (!json || end == std::string::npos) return Changed("its first line cannot be read");
  const auto head = FromJson<AnchorHead>(*json);
  if (!head) return Changed(head.error().message);
  const auto rest = text->substr(end + 1);
  if (HashOf(rest) != head->carried_hash) return Changed("its hash is not that of the lines that it carries");
  Anchor anchor{head->segment, head->sequence, head->hash};
  ForEachLine(rest, [&](std::string_view line) { anchor.carried.emplace_back(line); });
  return anchor;
}

Status WriteAnchor(Disk& disk, const std::filesystem::path& folder, const Anchor& anchor) {
  std::string carried;
  for (const auto& line : anchor.carried) carried += line + "\n";
  const AnchorHead head{anchor.segment, anchor.sequence, anchor.hash, HashOf(carried)};
  return disk.Replace(folder / kAnchorName, WriteJson(ToJson(head)) + "\n" + carried);
}

Result<std::optional<std::string>> MendAnchor(Disk& disk, const std::filesystem::path& folder) {
  const auto damaged = ReadAnchor(disk, folder);
  if (damaged) return std::nullopt;
  if (damaged.error().code != Errc::kInvalidInput) return tl::unexpected(damaged.error());
  const auto next =
      ListSegments(disk, folder).and_then([&](const auto& segments) { return BeginningOf(segments, disk); });
  if (!next) return tl::unexpected(next.error());
  const auto written = disk.Read(folder / kAnchorName)
                           .and_then([&](const auto& text) { return disk.Replace(folder / kBrokenAnchorName, text); })
                           .and_then([&] { return WriteAnchor(disk, folder, *next); });
  if (!written) return tl::unexpected(written.error());
  return fmt::format(
      "{}; it is kept as {}, and a new one begins with record {}: from there on the journal can be checked",
      damaged.error().message, kBrokenAnchorName, next->sequence);
}

Result<std::vector<Segment>> SegmentsFrom(const Anchor& anchor, const Disk& disk, const std::filesystem::path& folder) {
  auto segments = ListSegments(disk, folder);
  if (segments) std::erase_if(*segments, [&](const Segment& segment) { return segment.number < anchor.segment; });
  return segments;
}

}  // namespace docktor::remember
