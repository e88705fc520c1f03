#pragma once

#include <span>
#include <vector>

#include "brain/grammar/pattern.h"

namespace docktor::brain {

/// Where a phrase is about one direction only: "up to 5" is no order to a service that runs 6.
enum class Direction { kNone, kUp, kDown };

/// A way to say something, and the operation that it means.
struct Phrase {
  Pattern pattern;
  const char* operation;
  const char* fixed = "";  ///< a flag of the operation's input that it sets: "at_least", or "way=conservative"
  Direction direction = Direction::kNone;
  bool relative = false;   ///< the count is to be added, or taken away
  const char* guess = "";  ///< what is taken for granted, where it may well be meant in another way
};

/// Everything that is understood without a model.
std::span<const Phrase> Phrases();

}  // namespace docktor::brain
