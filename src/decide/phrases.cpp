#include "decide/phrases.h"

#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace docktor::decide {
namespace {

using Words = std::optional<std::string>;

std::string MiB(double bytes) { return std::isfinite(bytes) ? fmt::format("{:.0f} MiB", bytes / 1048576) : "some"; }

/// "1 replica is", "3 replicas are"
std::string ReplicasAre(double n, const char* is = "is", const char* are = "are") {
  return Replicas(n) + " " + (n == 1 ? is : are);
}

/// "1.25 CPUs instead of 0.5"
std::string MoreCpu(double from, double to) {
  return std::isfinite(from + to) ? fmt::format("{:.4g} CPUs instead of {:.4g}", to, from) : "more CPU";
}

/// "4 replicas", "at least 2 replicas", "between 2 and 5 replicas"
std::string Range(const Constraint& c) {
  if (c.floor == c.ceiling) return Replicas(c.floor);
  if (c.ceiling == kNoCeiling) return "at least " + Replicas(c.floor);
  return c.floor <= 0 ? "at most " + Replicas(c.ceiling)
                      : fmt::format("between {} and {}", c.floor, Replicas(c.ceiling));
}

/// What the strategy saw.
Words OfTheLoad(const Constraint& c) {
  switch (c.reason) {
    case Reason::kWithinRange: return "the load is near its target";
    case Reason::kAboveTarget: return "the load asks for more replicas";
    case Reason::kBelowTarget: return "fewer replicas would carry the load";
    case Reason::kForecastAbove: return "the load that is expected asks for more replicas";
    case Reason::kForecastBelow: return "fewer replicas have been enough for long";
    case Reason::kBurst: return "the last two seconds ask for more replicas at once";
    case Reason::kNoSignal: return "there is nothing to judge by";
    default: return std::nullopt;
  }
}

/// Why a service is not scaled at all.
Words OfTheService(const Constraint& c) {
  const auto& e = c.evidence;
  switch (c.reason) {
    case Reason::kNotEnabled:
      return e.subject.empty() ? "it is watched only; nobody enabled it"
                               : "it is watched only, its settings are wrong: " + e.subject;
    case Reason::kDryRun: return "this is a dry run: said, not done";
    case Reason::kFixedHostPort: return fmt::format("port {} can belong to one replica only", e.subject);
    case Reason::kContainerName: return fmt::format("the container name {} can belong to one replica only", e.subject);
    case Reason::kGlobalMode: return "mode: global runs one replica on each node";
    case Reason::kStatefulService: return fmt::format("{}: copies of a store do not share its data safely", e.subject);
    default: return std::nullopt;
  }
}

/// Of a raise, of a removal; in older records of either.
std::string OfAFailure(const Constraint& c) {
  const auto& why = c.evidence.subject;
  if (c.ceiling == kNoCeiling) return fmt::format("the last removal failed ({}), so none is taken away", why);
  if (c.floor == 0) return fmt::format("the last raise failed ({}), so none is added", why);
  return fmt::format("the last action failed ({}), so nothing is tried", why);
}

/// What keeps the count for the time being.
Words OfTheMoment(const Constraint& c) {
  const auto& e = c.evidence;
  switch (c.reason) {
    case Reason::kPaused:
      return c.ceiling == kNoCeiling         ? "scaling down is paused"
             : c.floor == 0 && c.ceiling > 0 ? "scaling up is paused"
                                             : "scaling is paused";
    case Reason::kStoppedByOthers:
      return (e.subject.empty() ? "somebody stopped it" : e.subject) + "; it stays stopped until somebody starts it";
    case Reason::kEngineLost:
      if (!e.subject.empty()) return fmt::format("the Docker engine does not describe it ({})", e.subject);
      return "the Docker engine does not answer, so nothing can be changed";
    case Reason::kActionInFlight: return fmt::format("the action of {} is not finished", e.subject);
    case Reason::kOthersAtWork: return "somebody else is changing the service right now";
    case Reason::kAwaitingApproval:
      if (!e.subject.empty()) return "a person has to approve it (docktor approve " + e.subject + ")";
      return "a person said no to " + Replicas(e["refused"]);
    case Reason::kBackoff: return OfAFailure(c);
    default: return std::nullopt;
  }
}

Words OfBounds(const Constraint& c) {
  const auto& e = c.evidence;
  switch (c.reason) {
    case Reason::kTooManyReplicas: return fmt::format("the maximum is {}", c.ceiling);
    case Reason::kTooFewReplicas:
      if (e["finished"] > 0)
        return fmt::format("the minimum is {:.0f}, less those that have ended their work with exit code 0", e["min"]);
      return fmt::format("the minimum is {}", c.floor) + (e.subject.empty() ? "" : ", and " + e.subject);
    case Reason::kHostFull:
      return fmt::format(
          "the host has {} of memory left to give and a replica takes {}, so there is room for {} at most",
          MiB(e["free_bytes"]), MiB(e["replica_bytes"]), c.ceiling);
    case Reason::kScheduled: return fmt::format("the schedule {} asks for {}", e.subject, Range(c));
    case Reason::kFleetLimit: return fmt::format("all services together may not exceed {}", e.subject);
    default: return std::nullopt;
  }
}

/// What somebody wants or did, and what follows from it.
Words OfSomebody(const Constraint& c) {
  const auto& e = c.evidence;
  switch (c.reason) {
    case Reason::kCommanded: return fmt::format("a command asks for {}", Range(c));
    case Reason::kChangedByHand:
      return fmt::format("somebody else brought it to {}, which is left so for a while", Replicas(c.floor));
    case Reason::kRolledBack: return fmt::format("{}, so it goes back to {}", e.subject, Replicas(c.floor));
    case Reason::kConservative: return "somebody asked to change as little as possible";
    case Reason::kAggressive:
      return "somebody asked for more to spare, so the targets are four fifths of what they were";
    default: return std::nullopt;
  }
}

Words OfData(const Constraint& c) {
  const auto& e = c.evidence;
  switch (c.reason) {
    case Reason::kFallback: return fmt::format("{}, so the fallback asks for {}", e.subject, Range(c));
    case Reason::kMissingReadings:
      if (!e.subject.empty()) return fmt::format("there is no fresh figure of {}, so none is taken away", e.subject);
      return ReplicasAre(e["missing"]) + " without a fresh reading, so none is taken away";
    case Reason::kReplicasStarting: return ReplicasAre(e["starting"]) + " still starting, so none is taken away";
    default: return std::nullopt;
  }
}

Words OfPace(const Constraint& c) {
  const auto& e = c.evidence;
  switch (c.reason) {
    case Reason::kScaleUpLimit: return fmt::format("the rate upward allows no more than {}", c.ceiling);
    case Reason::kScaleDownLimit: return fmt::format("the rate downward allows no fewer than {}", c.floor);
    case Reason::kScaleUpStabilized:
      return fmt::format("only {} wanted {}, so no more than {}", ReplicasAre(e["wanted"], "was", "were"),
                         Ago(e["seconds_ago"]), c.ceiling);
    case Reason::kScaleDownStabilized:
      return fmt::format("{} wanted {}, so no fewer than {}", ReplicasAre(e["wanted"], "was", "were"),
                         Ago(e["seconds_ago"]), c.floor);
    case Reason::kLargerFirst:
      return fmt::format("those that run get {} each before there are more", MoreCpu(e["from"], e["to"]));
    default: return std::nullopt;
  }
}

}  // namespace

std::string Replicas(double n) {
  return std::isfinite(n) ? fmt::format("{:.0f} replica{}", n, n == 1 ? "" : "s") : "some replicas";
}
std::string Ago(double seconds) {
  if (!std::isfinite(seconds)) return "earlier";
  if (seconds < 0.5) return "just now";
  return ToText(std::chrono::round<std::chrono::seconds>(FromSeconds(seconds))) + " ago";
}

std::string Phrase(const Constraint& c) {
  for (const auto of : {OfTheLoad, OfTheService, OfTheMoment, OfBounds, OfSomebody, OfData, OfPace})
    if (auto words = of(c)) return *std::move(words);
  return std::string(Name(c.reason));
}

}  // namespace docktor::decide
