#pragma once

#include <optional>

#include "core/decision.h"
#include "core/spec.h"

namespace docktor::pilot {

/// What the parts of a look at a service share.

constexpr Duration kBurstWindow = 2s;  ///< that decides at a burst

/// With lower targets where somebody asked for more to spare.
Spec Leaning(Spec spec, const std::optional<Override>& o);

/// A language model has been named for it.
inline bool AsksModel(const Spec& spec) {
  return spec.enabled && spec.brain.mode != BrainMode::kOff && !spec.brain.models.empty();
}

/// A command of a person, or what takes its place.
inline bool Commanded(const Decision& draft) { return draft.wish.by == Actor::kPerson; }

}  // namespace docktor::pilot
