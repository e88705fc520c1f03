#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "remember/journal/anchor.h"
#include "remember/journal/decoder.h"
#include "remember/journal/disk.h"
#include "remember/journal/segment.h"

namespace docktor::remember {

/// What a journal consists of, for those who read it.
class Parts {
 public:
  /// kNotFound: there is no such folder.
  static Result<Parts> Of(const std::filesystem::path& folder, const Disk& disk);

  /// The anchor, then the segments; at least one.
  std::size_t size() const { return 1 + segments_.size(); }
  /// Gives the lines of one to a decoder. A segment that was pruned meanwhile has none.
  Status Take(std::size_t index, Decoder& decoder);
  /// That `Take` of it follows soon. Nothing where there is no such part.
  void Announce(std::size_t index) const;

 private:
  explicit Parts(const Disk& disk) : disk_(&disk) {}
  void TakeAnchor(Decoder& decoder) const;

  const Disk* disk_;
  Anchor anchor_;
  std::optional<Error> changed_;  ///< what is wrong with the anchor
  std::vector<Segment> segments_;
  std::string text_;  ///< of the part that was taken last: its memory serves the next
};

}  // namespace docktor::remember
