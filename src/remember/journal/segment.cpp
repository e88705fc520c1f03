#include "remember/journal/segment.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "remember/journal/line.h"

namespace docktor::remember {
namespace {

constexpr std::string_view kPrefix = "journal-", kSuffix = ".jsonl";

std::optional<int> NumberOf(std::string_view name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix) || name.size() <= kPrefix.size() + kSuffix.size())
    return std::nullopt;
  name.remove_prefix(kPrefix.size());
  name.remove_suffix(kSuffix.size());
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || end != name.data() + name.size() || number < 1) return std::nullopt;
  return number;
}

}  // namespace

std::filesystem::path SegmentFile(const std::filesystem::path& folder, int number) {
  return folder / fmt::format("{}{:06}{}", kPrefix, number, kSuffix);
}

Result<std::vector<Segment>> ListSegments(const Disk& disk, const std::filesystem::path& folder) {
  const auto names = disk.List(folder);
  if (!names) return tl::unexpected(names.error());
  std::vector<Segment> segments;
  for (const auto& name : *names)
    if (const auto number = NumberOf(name)) segments.push_back({*number, folder / name});
  std::sort(segments.begin(), segments.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return segments;
}

std::string_view ForEachLine(std::string_view text, const std::function<void(std::string_view)>& on_line) {
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    on_line(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return text;
}

Tail FindTail(std::string_view text) {
  Tail tail;
  auto end = text.rfind('\n');
  while (end != std::string_view::npos) {
    const auto before = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
    const auto begin = before == std::string_view::npos ? 0 : before + 1;
    const auto bytes = text.substr(begin, end - begin);
    if (const auto line = ParseLine(bytes)) {
      tail.good_bytes = end + 1;
      tail.sequence = line->sequence;
      tail.hash = HashOf(bytes);
      break;
    }
    ++tail.bad_lines;
    end = before;
  }
  return tail;
}

}  // namespace docktor::remember
