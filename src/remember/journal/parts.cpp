#include "remember/journal/parts.h"

#include <string_view>
#include <utility>

namespace docktor::remember {
namespace {

constexpr const char* kAttempt = "read the journal";

}  // namespace

Result<Parts> Parts::Of(const std::filesystem::path& folder, const Disk& disk) {
  Parts parts(disk);
  auto anchor = ReadAnchor(disk, folder);
  if (anchor)
    parts.anchor_ = *std::move(anchor);
  else if (anchor.error().code == Errc::kInvalidInput)
    parts.changed_ = anchor.error();
  else
    return tl::unexpected(anchor.error().During(kAttempt));
  auto segments = SegmentsFrom(parts.anchor_, disk, folder);
  if (!segments) return tl::unexpected(segments.error().During(kAttempt));
  parts.segments_ = *std::move(segments);
  return parts;
}

Status Parts::Take(std::size_t index, Decoder& decoder) {
  if (index == 0) return TakeAnchor(decoder), Status{};
  const auto& segment = segments_[index - 1];
  const auto read = disk_->ReadInto(text_, segment.file);
  if (!read && read.error().code == Errc::kNotFound) return {};
  if (!read) return tl::unexpected(read.error().During(kAttempt));
  decoder.BeginPart(index, segment.Name());
  ForEachLine(text_, [&](std::string_view line) { decoder.Take(line); });
  return {};
}

void Parts::Announce(std::size_t index) const {
  if (index > 0 && index < size()) disk_->Prefetch(segments_[index - 1].file);
}

void Parts::TakeAnchor(Decoder& decoder) const {
  decoder.BeginPart(0, kAnchorName);
  if (changed_) decoder.Refuse(*changed_);
  for (const auto& line : anchor_.carried) decoder.Take(line);
}

}  // namespace docktor::remember
