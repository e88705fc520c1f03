#pragma once

#include <string>
#include <vector>

namespace docktor::brain {

/// Takes words of courtesy, which change nothing, off both ends: "please", "hey docktor", "right now". True: it was
/// asked as "can you …?", which is an order; "will you …?" and "would you …?" may be questions, and stay.
bool DropCourtesy(std::vector<std::string>& words);

/// Whether what was said beside an order cannot turn it into another one: no negation, condition, number, service, or
/// order of its own.
bool IsHarmless(const std::vector<std::string>& note, const std::vector<std::string>& services);

}  // namespace docktor::brain
