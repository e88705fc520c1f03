#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "core/result.h"

namespace docktor::docker {

/// A version of the Engine API, "1.41".
struct ApiVersion {
  int major = 0;
  int minor = 0;

  static Result<ApiVersion> Parse(std::string_view text);
  std::string Text() const { return std::to_string(major) + "." + std::to_string(minor); }
  friend auto operator<=>(const ApiVersion&, const ApiVersion&) = default;
};

inline constexpr ApiVersion kOldestApi{1, 41};  ///< Docker 20.10: one-shot statistics, all that is used here
inline constexpr ApiVersion kNewestApi{1, 51};  ///< the newest that was tried

/// The version to speak with an engine whose newest is `offered` (its Api-Version header): the lower of that and ours.
/// kInvalidInput where it is older than what Docktor needs; kUnavailable where it is none at all.
Result<ApiVersion> Agree(std::string_view offered);

}  // namespace docktor::docker
