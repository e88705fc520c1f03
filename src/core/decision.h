#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.h"
#include "core/reason.h"
#include "core/replica.h"
#include "core/spec.h"
#include "core/time.h"

#include <boost/describe.hpp>

namespace docktor {

/// A number that a reason rests on, by name: {"wanted_before", 5}.
struct Figure {
  std::string name;
  double value = 0;
  friend bool operator==(const Figure&, const Figure&) = default;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (name, value))

/// What a reason rests on. Kept as ids and numbers; decide/words.h makes sentences of them.
struct Evidence {
  std::string subject = {};  ///< a port, a replica, an image; empty where numbers say it all
  std::vector<Figure> figures = {};
  double operator[](std::string_view name) const;  ///< NaN where there is none
  friend bool operator==(const Evidence&, const Evidence&) = default;
};
BOOST_DESCRIBE_STRUCT(Evidence, (), (subject, figures))

/// Who wants a count. Only kPerson stands for somebody who may approve.
enum class Actor { kRules, kModel, kAgent, kPerson };
BOOST_DESCRIBE_ENUM(Actor, kRules, kModel, kAgent, kPerson)

/// Which constraint yields where two exclude each other: the lower one.
enum class Rank { kSoftWish, kRate, kDataSafety, kCommand, kBounds, kEngineFact };
BOOST_DESCRIBE_ENUM(Rank, kSoftWish, kRate, kDataSafety, kCommand, kBounds, kEngineFact)

constexpr int kNoCeiling = std::numeric_limits<int>::max();

/// A rule that limits the count to [floor, ceiling].
struct Constraint {
  Reason reason = Reason::kWithinRange;
  Rank rank = Rank::kSoftWish;
  int floor = 0;
  int ceiling = kNoCeiling;
  std::optional<Instant> until = {};  ///< when it ends by itself, where that is known
  Evidence evidence = {};
  friend bool operator==(const Constraint&, const Constraint&) = default;
};
BOOST_DESCRIBE_STRUCT(Constraint, (), (reason, rank, floor, ceiling, until, evidence))

/// What a strategy wants, and the band in which a model may choose. Bounds are not applied to it.
struct Recommendation {
  std::string strategy = "target";
  int count = 0;
  Reason reason = Reason::kNoSignal;
  Evidence evidence = {};
  int band_floor = 0;
  int band_ceiling = 0;
  friend bool operator==(const Recommendation&, const Recommendation&) = default;
};
BOOST_DESCRIBE_STRUCT(Recommendation, (), (strategy, count, reason, evidence, band_floor, band_ceiling))

/// What somebody wants the count to be.
struct Wish {
  int count = 0;
  Actor by = Actor::kRules;
  friend bool operator==(const Wish&, const Wish&) = default;
};
BOOST_DESCRIBE_STRUCT(Wish, (), (count, by))

/// What the constraints made of a wish.
struct Verdict {
  int count = 0;
  Reason because = Reason::kWithinRange;  ///< the constraint that moved it; kWithinRange where none did
  std::vector<Constraint> constraints;    ///< all in force, highest rank first
  std::vector<Reason> overruled;          ///< those that had to yield to a higher rank
  friend bool operator==(const Verdict&, const Verdict&) = default;
};
BOOST_DESCRIBE_STRUCT(Verdict, (), (count, because, constraints, overruled))

/// A service's figure over a window. Empty `mean`: nothing fresh.
struct Signal {
  std::string name;  ///< "cpu.utilization", "memory.utilization", "cpu.throttled_ratio"
  int count = 0;     ///< replicas that it was made from
  std::optional<double> mean;
  std::optional<double> p95;  ///< over the replicas' means
  Duration age{};             ///< of the newest reading in it
  friend bool operator==(const Signal&, const Signal&) = default;
};
BOOST_DESCRIBE_STRUCT(Signal, (), (name, count, mean, p95, age))

/// What a decision looked at.
struct Inputs {
  int running = 0;  ///< replicas of every phase that runs
  int ready = 0;
  int starting = 0;
  int unhealthy = 0;
  int draining = 0;
  int missing = 0;    ///< ready replicas without a fresh reading
  double target = 0;  ///< that the strategy steers to
  std::vector<Signal> signals;
  friend bool operator==(const Inputs&, const Inputs&) = default;
};
BOOST_DESCRIBE_STRUCT(Inputs, (), (running, ready, starting, unhealthy, draining, missing, target, signals))

/// What a language model wants the count to be, and why. The words are its own: data, whatever they say.
struct Advice {
  int count = 0;
  double confidence = 0;    ///< 0 to 1, by its own account
  std::string reason = {};  ///< a few hundred characters at most
  std::string watch = {};   ///< what would change its mind
  std::string model = {};   ///< whose it is
  Instant asked{};
  friend bool operator==(const Advice&, const Advice&) = default;
};
BOOST_DESCRIBE_STRUCT(Advice, (), (count, confidence, reason, watch, model, asked))

/// Why the service was looked at.
enum class Trigger {
  kInterval,
  kBurst,
  kCommand,
  kRestore,  ///< the count before a deploy, or before the engine restarted, is restored
  kAdvice,   ///< a language model has answered
};
BOOST_DESCRIBE_ENUM(Trigger, kInterval, kBurst, kCommand, kRestore, kAdvice)

/// Another CPU limit for every replica that runs, without a restart. In cores, > 0.
struct Resize {
  double from = 0;  ///< the largest limit among them
  double to = 0;
  double ordinary = 0;      ///< what Compose gave them
  std::string config_hash;  ///< of the configuration that `ordinary` belongs to
  friend bool operator==(const Resize&, const Resize&) = default;
};
BOOST_DESCRIBE_STRUCT(Resize, (), (from, to, ordinary, config_hash))

/// A change to be made: either `add` replicas, copied from `source`, or `remove` exactly these, or `resize` those that
/// run.
struct Action {
  DecisionId decision;
  ServiceKey service;
  int from = 0;
  int to = 0;
  int add = 0;
  ContainerId source;
  std::vector<ContainerId> remove;
  std::map<std::string, std::string> runs = {};  ///< of those, by id: which run of it is to end (see Replica::run)
  Instant deadline{};                            ///< by when a new replica should be ready
  DrainSettings drain;                           ///< before each of `remove` is stopped
  std::optional<Resize> resize = {};
  std::vector<ContainerId> crashed = {};  ///< copies that ended by an error: they go before any is added
  friend bool operator==(const Action&, const Action&) = default;
};
BOOST_DESCRIBE_STRUCT(Action, (),
                      (decision, service, from, to, add, source, remove, runs, deadline, drain, resize, crashed))

/// The record of one look at one service. Without an action it is a hold.
struct Decision {
  DecisionId id;
  ServiceKey service;
  Instant at{};
  Trigger trigger = Trigger::kInterval;
  Inputs inputs;
  Recommendation recommendation;
  std::optional<Advice> advice = {};  ///< of a language model, that holds in this situation
  Wish wish;
  Verdict verdict;
  std::optional<Action> action;
  friend bool operator==(const Decision&, const Decision&) = default;
};
BOOST_DESCRIBE_STRUCT(Decision, (), (id, service, at, trigger, inputs, recommendation, advice, wish, verdict, action))

/// What came of an action, told by the actuator once it is through with it.
struct ActionReport {
  DecisionId decision;
  ServiceKey service;
  Instant at{};
  bool ok = false;           ///< everything asked for was done
  std::string message = {};  ///< where not: what failed, in the engine's words
  std::vector<ContainerId> added = {};
  std::vector<ContainerId> removed = {};
  std::vector<std::string> kept_volumes = {};  ///< anonymous volumes of removed replicas that were not ours to delete
  bool gave_up = false;                        ///< a replica was started, could not be used, and was taken away again
  friend bool operator==(const ActionReport&, const ActionReport&) = default;
};
BOOST_DESCRIBE_STRUCT(ActionReport, (), (decision, service, at, ok, message, added, removed, kept_volumes, gave_up))

/// Nothing failed and no replica came or went: what was to go is needed again, others had done it, or it was a resize.
inline bool NothingMoved(const ActionReport& report) {
  return report.ok && report.added.empty() && report.removed.empty();
}

/// By how many replicas it changed the count.
inline int Delta(const ActionReport& report) {
  return static_cast<int>(report.added.size()) - static_cast<int>(report.removed.size());
}

/// What came of telling a load balancer that replicas of `service` have come or gone.
struct BalancerTold {
  DecisionId decision;  ///< whose replicas these are
  ServiceKey service;
  Instant at{};
  std::string error = {};  ///< empty: it was told
};

/// A change that waits for a person's approval: bound to what was shown, and not for ever.
struct Proposal {
  Decision decision;  ///< without an action; its verdict names the count
  Instant expires{};
  friend bool operator==(const Proposal&, const Proposal&) = default;
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (decision, expires))

enum class ProposalEnd {
  kApproved,
  kModified,  ///< approved with another count
  kRejected,
  kExpired,
  kReplaced,   ///< another count is proposed now
  kWithdrawn,  ///< no change is wanted any more
};
BOOST_DESCRIBE_ENUM(ProposalEnd, kApproved, kModified, kRejected, kExpired, kReplaced, kWithdrawn)

/// How an action turned out, judged from what was observed.
enum class OutcomeKind {
  kSuccess,         ///< it took effect, and nothing spoke against it afterwards
  kInsufficient,    ///< once it had settled, more replicas were wanted than it brought or left
  kWasteful,        ///< for a whole scale-down window no more were wanted than there had been before
  kUserOverridden,  ///< a person turned it round
  kRolledBack,      ///< it made things worse, and was taken back
  kFailed,          ///< not everything was done, or the new replicas did not become ready
};
BOOST_DESCRIBE_ENUM(OutcomeKind, kSuccess, kInsufficient, kWasteful, kUserOverridden, kRolledBack, kFailed)

/// A later one of the same decision replaces the earlier: what took effect may still turn out badly.
struct Outcome {
  DecisionId decision;
  ServiceKey service;
  Instant at{};
  OutcomeKind kind = OutcomeKind::kSuccess;
  std::string message = {};
  std::optional<Duration> until_ready = {};  ///< from the decision to the last new replica being ready
  friend bool operator==(const Outcome&, const Outcome&) = default;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (decision, service, at, kind, message, until_ready))

/// An instruction with an end, one at a time for each service: the newest counts.
enum class OverrideKind {
  kExactly,       ///< this count
  kAtLeast,       ///< no fewer
  kAtMost,        ///< no more
  kPaused,        ///< leave the service alone
  kPausedUp,      ///< add nothing
  kPausedDown,    ///< take nothing away
  kConservative,  ///< take nothing away and add one at a time (a soft wish)
  kAggressive,    ///< steer to four fifths of the targets, so that there is more to spare
};
BOOST_DESCRIBE_ENUM(OverrideKind, kExactly, kAtLeast, kAtMost, kPaused, kPausedUp, kPausedDown, kConservative,
                    kAggressive)

struct Override {
  OverrideKind kind = OverrideKind::kPaused;
  int count = 0;  ///< of kExactly, kAtLeast and kAtMost
  Actor by = Actor::kPerson;
  Instant since{};
  std::optional<Instant> until = {};  ///< empty: until it is resumed
  friend bool operator==(const Override&, const Override&) = default;
};
BOOST_DESCRIBE_STRUCT(Override, (), (kind, count, by, since, until))

}  // namespace docktor
