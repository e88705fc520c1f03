#include "decide/words.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "decide/balancer_patch.h"
#include "decide/forecast_words.h"
#include "decide/phrases.h"
#include "decide/resolve.h"
#include "decide/signal_kind.h"

namespace docktor::decide {
namespace {

std::string Percent(double ratio) { return std::isfinite(ratio) ? fmt::format("{:.0f} %", 100 * ratio) : "unknown"; }
std::string Clock(Instant at) { return ToRfc3339(at).substr(11, 8) + " UTC"; }

/// "CPU", "memory", "queue.length"
std::string NameOf(const std::string& signal) {
  if (signal == "cpu.utilization") return "CPU";
  return signal == "memory.utilization" ? "memory" : signal;
}

std::string ValueOf(const std::string& signal, double value) {
  if (!std::isfinite(value)) return "unknown";
  return IsRatio(signal) ? Percent(value) : fmt::format("{:.6g}", value);
}

std::string Load(const Decision& d) {
  const auto& e = d.recommendation.evidence;
  const auto& signal = e.subject;
  if (IsForecast(e)) return ForecastInShort(e);
  if (!std::isfinite(e["value"])) {
    if (d.inputs.running == 0) return "no replica runs";
    return fmt::format("no fresh {} reading", NameOf(signal.empty() ? "cpu.utilization" : signal));
  }
  auto text = fmt::format("{} at {}", NameOf(signal), ValueOf(signal, e["value"]));
  if (std::isfinite(e["cpu_high"]))
    return text + fmt::format(" for a range of {} to {}", Percent(e["cpu_low"]), Percent(e["cpu_high"]));
  return text + fmt::format(" for a target of {}", ValueOf(signal, e["target"]));
}

std::string Who(Actor actor) {
  switch (actor) {
    case Actor::kRules: return "The strategy";
    case Actor::kModel: return "The model";
    case Actor::kAgent: return "An agent";
    case Actor::kPerson: return "A person";
  }
  return "Somebody";
}

/// The constraint that the verdict is due to.
const Constraint* Binding(const Verdict& verdict) {
  const auto& all = verdict.constraints;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Constraint& c) { return c.reason == verdict.because; });
  return found == all.end() ? nullptr : &*found;
}

/// What the count would be if one reason were not there.
int Without(const Decision& d, Reason reason) {
  auto rest = d.verdict.constraints;
  std::erase_if(rest, [reason](const Constraint& c) { return c.reason == reason; });
  return Resolve(d.wish.count, std::move(rest)).count;
}

Part PartOf(const Constraint& c, const Decision& d) {
  const auto& lost = d.verdict.overruled;
  if (std::find(lost.begin(), lost.end(), c.reason) != lost.end()) return Part::kOverruled;
  if (&c == Binding(d.verdict)) return Part::kDecided;
  return d.wish.count < c.floor || d.wish.count > c.ceiling ? Part::kInTheWay : Part::kIdle;
}

std::string InWords(Part part) {
  switch (part) {
    case Part::kDecided: return "decided";
    case Part::kInTheWay: return "is in the way too";
    case Part::kOverruled: return "had to yield to a higher one";
    case Part::kIdle: return "is not in the way";
  }
  return {};
}

std::string Saw(const Decision& d) {
  const auto& in = d.inputs;
  std::string text = fmt::format("Saw: {} running, {} ready", in.running, in.ready);
  for (const auto& [n, word] : {std::pair{in.starting, "starting"},
                                {in.unhealthy, "unhealthy"},
                                {in.draining, "draining"},
                                {in.missing, "without a fresh reading"}})
    if (n > 0) text += fmt::format(", {} {}", n, word);
  for (const auto& s : in.signals)
    if (s.mean)
      text += fmt::format("; {} {} (newest reading {})", s.name, ValueOf(s.name, *s.mean), Ago(Seconds(s.age)));
  return text + ".";
}

const char* InPlaceOfAdaptive(const Evidence& evidence) {
  if (std::isfinite(evidence["learning"])) return " (adaptive has seen too little of it lately)";
  return std::isfinite(evidence["pinned"]) ? " (adaptive asks for fewer, but full replicas hide how much is wanted)"
                                           : "";
}

std::string Wanted(const Decision& d) {
  const auto& r = d.recommendation;
  if (r.reason == Reason::kNoSignal)
    return fmt::format("Strategy {}: nothing to judge by, so it keeps {}.", r.strategy, Replicas(r.count));
  std::string text = fmt::format("Strategy {}{}: {}, which asks for {}", r.strategy, InPlaceOfAdaptive(r.evidence),
                                 Load(d), Replicas(r.count));
  return text + (r.reason == Reason::kBurst ? " at once: the last two seconds decide." : ".");
}

/// Its own words between quotation marks: whatever they say, they are not Docktor's.
std::string Advised(const Advice& advice) {
  auto text = fmt::format("The model {} advised {}, sure to {}", advice.model, Replicas(advice.count),
                          Percent(advice.confidence));
  if (!advice.reason.empty()) text += fmt::format(": \"{}\"", advice.reason);
  if (!advice.watch.empty()) text += fmt::format(" It watches for: \"{}\"", advice.watch);
  return text + (advice.watch.empty() && advice.reason.empty() ? "." : "");
}

std::string NotFollowed(const Decision& d) {
  return d.advice->count == d.wish.count ? "That is what the strategy asks for as well." : "It was not followed.";
}

/// "0.5 → 1 CPU for each"
std::string InWords(const Resize& r) { return fmt::format("{:.4g} → {:.4g} CPUs for each", r.from, r.to); }

std::string Did(const Decision& d) {
  if (d.action && d.action->resize)
    return fmt::format("Did: {}, without a restart; {} as before.", InWords(*d.action->resize), Replicas(d.action->to));
  if (!d.action) return fmt::format("Did: held at {}.", Replicas(d.inputs.running));
  return fmt::format("Did: {} from {} to {}.", d.action->to > d.action->from ? "up" : "down", d.action->from,
                     d.action->to);
}

std::string Change(const Decision& d) {
  const auto& name = d.service.service;
  if (!d.action) return fmt::format("{} stays at {}", name, d.inputs.running);
  if (d.action->resize) return fmt::format("{} stays at {}, {}", name, d.action->to, InWords(*d.action->resize));
  return fmt::format("{} {} → {}", name, d.action->from, d.action->to);
}

/// Above and below which load the strategy would want another count.
std::string Turning(const Decision& d) {
  const auto& e = d.recommendation.evidence;
  double high = e["cpu_high"], low = e["cpu_low"];
  if (!std::isfinite(high)) high = e["target"] * (1 + e["tolerance"]), low = e["target"] * (1 - e["tolerance"]);
  if (!std::isfinite(high) || !IsRatio(e.subject)) return {};
  return fmt::format("Would want more above {} and fewer below {} of {}.", Percent(high), Percent(low),
                     NameOf(e.subject));
}

}  // namespace

std::string InWords(const Constraint& c) {
  if (!c.until) return Phrase(c);
  return Phrase(c) + (c.reason == Reason::kOthersAtWork ? ", taken to last until " : " until ") + Clock(*c.until);
}

std::string InWords(const Override& o) {
  switch (o.kind) {
    case OverrideKind::kExactly: return "exactly " + Replicas(o.count);
    case OverrideKind::kAtLeast: return "at least " + Replicas(o.count);
    case OverrideKind::kAtMost: return "at most " + Replicas(o.count);
    case OverrideKind::kPaused: return "paused";
    case OverrideKind::kPausedUp: return "paused upward";
    case OverrideKind::kPausedDown: return "paused downward";
    case OverrideKind::kConservative: return "conservative";
    case OverrideKind::kAggressive: return "aggressive";
  }
  return {};
}

std::string InWords(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::kSuccess: return "success";
    case OutcomeKind::kInsufficient: return "insufficient";
    case OutcomeKind::kWasteful: return "wasteful";
    case OutcomeKind::kUserOverridden: return "overridden by a person";
    case OutcomeKind::kRolledBack: return "rolled back";
    case OutcomeKind::kFailed: return "failed";
  }
  return {};
}

std::string InWords(const ProposalEnded& ended) {
  const auto said = [&]() -> std::string {
    switch (ended.how) {
      case ProposalEnd::kApproved: return "was approved";
      case ProposalEnd::kModified: return "was approved with " + Replicas(ended.count);
      case ProposalEnd::kRejected: return "was rejected";
      case ProposalEnd::kExpired: return "has expired";
      case ProposalEnd::kReplaced: return "gives way to another one";
      case ProposalEnd::kWithdrawn: return "is wanted no longer";
    }
    return {};
  };
  return fmt::format("{} {}: the proposal {}", ended.service.service, ended.id.Text(), said());
}

std::string InWords(const ModeChosen& choice) {
  const auto& service = choice.service.service;
  if (!choice.mode) return service + " is treated as its settings say";
  return service + (choice.mode == ChosenMode::kManual ? ": each change is proposed first" : " is scaled by itself");
}

std::string InWords(const Obstacle& o) {
  switch (o.reason) {
    case Reason::kFixedHostPort:
      return fmt::format(
          "cannot scale: host port {} can belong to one replica only; publish the container's port without a host port "
          "and put a load balancer in front",
          o.detail);
    case Reason::kContainerName:
      return fmt::format("cannot scale: its container name is fixed to {}; remove container_name from the Compose file",
                         o.detail);
    case Reason::kGlobalMode: return "cannot scale: mode: global runs one replica on each node; use mode: replicated";
    case Reason::kStatefulService:
      return fmt::format(
          "not scaled: {}; copies of a store do not share its data safely. If this one does, write stateful: allow",
          o.detail);
    case Reason::kEngineLost:
      return fmt::format("not scaled for now: the Docker engine does not describe one of its containers ({})",
                         o.detail);
    default: return "cannot scale: " + o.detail;
  }
}

std::string InWords(const Warning& w) {
  switch (w.kind) {
    case WarningKind::kSharedVolume:
      return fmt::format("all replicas write into the same {}; scale it only if it is made for that", w.detail);
    case WarningKind::kNoHealthCheck:
      return "it has no health check, so a replica gets requests as soon as it runs; add healthcheck: to the Compose "
             "file";
    case WarningKind::kNamesResolvedOnce:
      return fmt::format(
          "its load balancer resolves names once, when it starts ({}), so new replicas get no requests until it is "
          "reloaded; {}, or set balancer.service: {} to have Docktor tell it",
          w.detail, BalancerPatch(w.detail), w.detail.substr(0, w.detail.find(':')));
  }
  return w.detail;
}

std::string Sentence(const Decision& d) {
  std::string text = Change(d) + ": ";
  text += d.trigger == Trigger::kBurst ? "burst, " + Load(d) : Load(d);
  if (d.wish.by == Actor::kModel) text += fmt::format("; the model chose {}", d.wish.count);
  if (d.recommendation.count != d.inputs.running && d.recommendation.count != d.verdict.count)
    text += fmt::format(" asks for {}", d.recommendation.count);
  if (const auto* c = Binding(d.verdict)) text += "; " + Phrase(*c);
  return text;
}

std::vector<std::string> StrategyInWords(const Decision& d) {
  std::vector<std::string> lines{Wanted(d)};
  if (IsForecast(d.recommendation.evidence))
    for (auto& line : ForecastInFull(d.recommendation.evidence)) lines.push_back(std::move(line));
  return lines;
}

std::vector<LimitInWords> LimitsInWords(const Decision& d) {
  std::vector<LimitInWords> limits;
  for (const auto& c : d.verdict.constraints) limits.push_back({c.reason, PartOf(c, d), Phrase(c)});
  return limits;
}

std::vector<std::string> TurningPoints(const Decision& d) {
  std::vector<std::string> lines;
  if (const auto* c = Binding(d.verdict); c != nullptr && Without(d, c->reason) != d.verdict.count)
    lines.push_back(fmt::format("Without {} it would be {}.", Name(c->reason), Replicas(Without(d, c->reason))));
  if (auto turning = Turning(d); !turning.empty()) lines.push_back(std::move(turning));
  return lines;
}

std::vector<std::string> Why(const Decision& d) {
  std::vector<std::string> lines{Saw(d)};
  const auto add = [&lines](std::vector<std::string> more) {
    std::move(more.begin(), more.end(), std::back_inserter(lines));
  };
  add(StrategyInWords(d));
  if (d.advice) lines.push_back(Advised(*d.advice));
  if (d.advice && d.wish.by != Actor::kModel) lines.emplace_back(NotFollowed(d));
  if (d.wish.by != Actor::kRules)
    lines.push_back(fmt::format("{} asked for {}.", Who(d.wish.by), Replicas(d.wish.count)));
  if (d.verdict.constraints.empty()) lines.emplace_back("No limit was in force.");
  for (const auto& c : d.verdict.constraints)
    lines.push_back(fmt::format("Limit {} {}: {}.", Name(c.reason), InWords(PartOf(c, d)), InWords(c)));
  const auto because = d.verdict.because == Reason::kWithinRange ? d.recommendation.reason : d.verdict.because;
  lines.push_back(fmt::format("Verdict: {} ({}).", Replicas(d.verdict.count), Name(because)));
  lines.push_back(Did(d));
  add(TurningPoints(d));
  return lines;
}

}  // namespace docktor::decide
