#pragma once

#include <string>
#include <vector>

namespace docktor::brain {

/// What stands beside an order.
struct Remark {
  std::string text = {};
  bool gives_reason = false;   ///< it came after "because" or "since"
  bool says_how_long = false;  ///< it came after "while", and nothing else says when the order ends
};

enum class Bearing {
  kNone,     ///< it says why, and changes nothing: "running tests"; or there is no remark
  kUnclear,  ///< it may well change what is meant: "tomorrow", "just kidding"
  kTurns,    ///< it is an order, a condition or a correction: "then pause api", "if it is busy", "no, 5"
};

/// What a remark means for the order that it stands beside, as far as its words tell.
Bearing BearingOf(const Remark& remark, const std::vector<std::string>& services);

}  // namespace docktor::brain
