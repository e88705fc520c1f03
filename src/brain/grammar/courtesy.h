#pragma once

#include <string>
#include <vector>

namespace docktor::brain {

/// Takes words of courtesy, which change nothing, off both ends: "please", "hey docktor", "right now"; a service of
/// such a name stays. True: it was asked as "can you …?", which is an order; "will you …?" and "would you …?" may be
/// questions, and stay.
bool DropCourtesy(std::vector<std::string>& words, const std::vector<std::string>& services);

}  // namespace docktor::brain
