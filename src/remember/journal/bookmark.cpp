#include "remember/journal/bookmark.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "remember/journal/anchor.h"
#include "remember/journal/line.h"

namespace docktor::remember {
namespace {

constexpr std::uint64_t kAtOnce = 1u << 20;

class ReadingOn {
 public:
  ReadingOn(const Bookmark& from, const Disk& disk) : disk_(disk) { excerpt_.end = from; }

  Result<Excerpt> Read(const Anchor& anchor, const std::vector<Segment>& segments) {
    auto at = segments.begin();
    if (excerpt_.end.segment == 0) {
      for (const auto& line : anchor.carried) Take(line, kAnchorName);
    } else {
      at = std::find_if(at, segments.end(), [&](const Segment& s) { return s.number == excerpt_.end.segment; });
      if (at == segments.end()) return Elsewhere();
      if (auto same = CheckPlace(*at); !same) return tl::unexpected(same.error());
    }
    for (; at != segments.end(); ++at) {
      const bool goes_on = at->number == excerpt_.end.segment;
      const auto lines = TakeFrom(*at, goes_on ? excerpt_.end.line_end : 0);
      if (!lines) return tl::unexpected(lines.error());
      if (*lines > 0) break;
    }
    return std::move(excerpt_);
  }

 private:
  tl::unexpected<Error> Elsewhere() const {
    return Fail(Errc::kConflict, fmt::format("record {} is not where it was in the journal", excerpt_.end.sequence));
  }

  Status CheckPlace(const Segment& segment) const {
    const auto& end = excerpt_.end;
    const auto size = disk_.Size(segment.file);
    if (!size) return tl::unexpected(size.error());
    if (end.line_begin >= end.line_end || end.line_end > *size) return Elsewhere();  // or nobody wrote it so
    const auto line = disk_.ReadPart(segment.file, end.line_begin, end.line_end - end.line_begin);
    if (!line) return tl::unexpected(line.error());
    if (line->empty() || HashOf(std::string_view(*line).substr(0, line->size() - 1)) != end.hash) return Elsewhere();
    return {};
  }

  /// How many lines there were.
  Result<int> TakeFrom(const Segment& segment, std::uint64_t begin) {
    for (auto most = kAtOnce;; most *= 2) {  // a line may be longer than what is read at once
      const auto text = disk_.ReadPart(segment.file, begin, most);
      if (!text) return tl::unexpected(text.error());
      int lines = 0;
      std::string_view last;
      const auto rest = ForEachLine(*text, [&](std::string_view line) {
        Take(line, segment.Name());
        last = line;
        ++lines;
      });
      if (lines == 0 && text->size() == most) continue;
      if (lines == 0) return 0;
      const auto end = begin + text->size() - rest.size();
      excerpt_.end = {segment.number, end - last.size() - 1, end, sequence_, HashOf(last)};
      return lines;
    }
  }

  void Take(std::string_view text, const std::string& where) {
    auto line = ParseLine(text);
    if (!line) return Refuse(where, line.error());
    sequence_ = line->sequence;
    if (!line->body) return Refuse(where, line->body.error());
    excerpt_.records.push_back({line->sequence, line->at, *std::move(line->body)});
  }

  void Refuse(const std::string& where, const Error& error) {
    if (excerpt_.unreadable.lines++ == 0) excerpt_.unreadable.first = where + ": " + error.message;
  }

  const Disk& disk_;
  Excerpt excerpt_;
  std::uint64_t sequence_ = 0;
};

}  // namespace

Result<Excerpt> ReadOn(const std::filesystem::path& folder, const Bookmark& from, const Disk& disk) {
  const std::string attempt = "read on in the journal";
  const auto anchor = ReadAnchor(disk, folder);
  if (!anchor && anchor.error().code != Errc::kInvalidInput) return tl::unexpected(anchor.error().During(attempt));
  const auto known = anchor.value_or(Anchor{});
  const auto segments = SegmentsFrom(known, disk, folder);
  if (!segments) return tl::unexpected(segments.error().During(attempt));
  auto excerpt = ReadingOn(from, disk).Read(known, *segments);
  if (!excerpt) return tl::unexpected(excerpt.error().During(attempt));
  return excerpt;
}

}  // namespace docktor::remember
