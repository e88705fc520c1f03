#pragma once

#include <optional>
#include <variant>

#include "core/decision.h"
#include "core/record.h"

namespace docktor::pilot {

/// An override of `count` for `hold` (empty: one scale-down window).
struct ScaleTo {
  int count = 0;                               ///< >= 0
  OverrideKind kind = OverrideKind::kExactly;  ///< or kAtLeast, kAtMost
  std::optional<Duration> hold = {};
  bool once = false;  ///< done, then left to itself: the way for a service that nobody enabled
};
/// Leave the service alone for `hold` (empty: until resumed).
struct PauseScaling {
  OverrideKind kind = OverrideKind::kPaused;  ///< or kPausedUp, kPausedDown
  std::optional<Duration> hold = {};
};
/// Scale with more care, or with more to spare, for `hold` (empty: until resumed). A soft wish.
struct LeanScaling {
  OverrideKind kind = OverrideKind::kConservative;  ///< or kAggressive
  std::optional<Duration> hold = {};
};
/// Ends the override in force.
struct ResumeScaling {};

/// A person's choice how the service is treated, whatever its settings say of that.
struct ChooseMode {
  std::optional<ChosenMode> mode = {};  ///< empty: as its settings say
};

/// A person's word on the proposal that is open: approved, as it is or with another count, or rejected.
struct AnswerProposal {
  DecisionId id;
  bool approved = true;
  std::optional<int> count = {};  ///< of an approved one; >= 0
};

/// Something that a person, an agent or a model asks of one service.
struct Command {
  ServiceKey service;
  Actor by = Actor::kPerson;
  std::variant<ScaleTo, PauseScaling, LeanScaling, ResumeScaling, ChooseMode, AnswerProposal> what;
};

/// The decision that the command led to, or why it is refused: kDenied by a rule, kNotFound: no such service.
using Answer = Result<Decision>;

}  // namespace docktor::pilot
