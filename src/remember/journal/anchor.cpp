#include "remember/journal/anchor.h"

#include "core/json.h"

namespace docktor::remember {

const std::string kAnchorName = "journal.anchor";

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

Result<std::vector<Segment>> SegmentsFrom(const Anchor& anchor, const Disk& disk, const std::filesystem::path& folder) {
  auto segments = ListSegments(disk, folder);
  if (segments) std::erase_if(*segments, [&](const Segment& segment) { return segment.number < anchor.segment; });
  return segments;
}

}  // namespace docktor::remember
