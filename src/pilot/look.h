#pragma once

#include <optional>

#include "core/decision.h"
#include "core/spec.h"

namespace docktor::pilot {

/// What the parts of a look at a service share.

constexpr Duration kBurstWindow = 2s;  ///< that decides at a burst

/// What is asked of a service: with lower targets where somebody wants more to spare. Keeps a reference to `said`.
class Leaning {
 public:
  Leaning(const Spec& said, const std::optional<Override>& o);
  const Spec& operator*() const { return own_ ? *own_ : said_; }

 private:
  const Spec& said_;
  std::optional<Spec> own_;
};

/// A language model has been named for it.
inline bool AsksModel(const Spec& spec) {
  return spec.enabled && spec.brain.mode != BrainMode::kOff && !spec.brain.models.empty();
}

/// A command of a person, or what takes its place.
inline bool Commanded(const Decision& draft) { return draft.wish.by == Actor::kPerson; }

}  // namespace docktor::pilot
