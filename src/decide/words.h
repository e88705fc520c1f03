#pragma once

#include <string>
#include <vector>

#include <boost/describe.hpp>

#include "core/decision.h"
#include "core/record.h"
#include "core/service.h"

namespace docktor::decide {

/// One line for lists, logs and notifications:
/// "web 2 → 4: CPU at 91 % for a target of 60 % asks for 6; the rate upward allows no more than 4".
std::string Sentence(const Decision& decision);

/// The whole answer to "why?", a line each: what was seen, what the strategy makes of it, every constraint in force,
/// the part it played and when it ends, what was done, and what would have changed the decision.
std::vector<std::string> Why(const Decision& decision);

/// What part a constraint played in a verdict.
enum class Part { kDecided, kInTheWay, kOverruled, kIdle };
BOOST_DESCRIBE_ENUM(Part, kDecided, kInTheWay, kOverruled, kIdle)

/// A constraint in words, for whoever shows its end beside them.
struct LimitInWords {
  Reason reason = Reason::kWithinRange;
  Part part = Part::kIdle;
  std::string words;  ///< without its end: "the maximum is 10"
};
BOOST_DESCRIBE_STRUCT(LimitInWords, (), (reason, part, words))

/// Parts of `Why`, for whoever shows them in places of their own. How the strategy came to what it wants:
std::vector<std::string> StrategyInWords(const Decision& decision);
/// in the order of the verdict's constraints;
std::vector<LimitInWords> LimitsInWords(const Decision& decision);
/// and what would have changed the decision.
std::vector<std::string> TurningPoints(const Decision& decision);

/// "the maximum is 10", "5 replicas were wanted 3m ago, so no fewer than 5 until 14:02:10 UTC".
std::string InWords(const Constraint& constraint);

/// Why a service cannot be scaled and what to do about it: "cannot scale: port 127.0.0.1:8080 …; publish …".
std::string InWords(const Obstacle& obstacle);
/// "at least 4 replicas", "paused downward"
std::string InWords(const Override& o);
/// "web d42: the proposal of 4 replicas was rejected"
std::string InWords(const ModeChosen& choice);
std::string InWords(const ProposalEnded& ended);
/// "success", "rolled back"
std::string InWords(OutcomeKind kind);

/// What speaks against more replicas and what to do about it: "all replicas write into volume …; …".
std::string InWords(const Warning& warning);

}  // namespace docktor::decide
