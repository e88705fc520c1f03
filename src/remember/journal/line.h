#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/record.h"
#include "core/result.h"

namespace docktor::remember {

/// What the first line of all carries in place of a hash.
extern const std::string kNoPrevious;

/// SHA-256 of a line's bytes without its newline, in hex.
std::string HashOf(std::string_view line);

/// One record as one line, without the newline:
/// {"seq":N,"at":"RFC 3339","prev":"hash of the line before","body":{"type":…,…}}.
/// Always valid UTF-8: bytes that are none become U+FFFD.
std::string WriteLine(const Record& record, std::string_view prev);

/// A line as it was read. `body` is an error where this version cannot decode it: the line still counts in the chain.
struct Line {
  std::uint64_t sequence = 0;
  Instant at{};
  std::string prev;
  Result<RecordBody> body;
};

/// kInvalidInput: not a line of a journal. Members that this version does not know are ignored. A number that was not
/// finite when it was written comes back as no figure at all, no mean, or the member's default.
Result<Line> ParseLine(std::string_view line);

/// What can be told of a line without decoding it; the views point into the line.
struct LineHead {
  std::uint64_t sequence = 0;
  Instant at{};
  std::string_view prev;
  std::string_view type;     ///< kType of the body
  DecisionId decision = {};  ///< that an intent, a hold, a report, an outcome or a proposal is about
  std::string_view service;  ///< "shop/web", of those that are about one
  bool resizes = false;      ///< an intent that gives replicas another CPU limit
};

/// Reads the layout that WriteLine writes, some twenty times faster than ParseLine. Empty for any other layout, even
/// where ParseLine can read it; says nothing of whether the rest of the line is whole.
std::optional<LineHead> ReadHead(std::string_view line);

/// The same of a line that was decoded; what it says of the service points into `service`.
LineHead HeadOf(const Line& line, std::string& service);

}  // namespace docktor::remember
