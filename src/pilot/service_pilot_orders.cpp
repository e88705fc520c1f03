/// What others ask of a pilot.
#include <fmt/format.h>

#include "decide/resolve.h"
#include "decide/words.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {
namespace {

/// Of what keeps a command from being done: it will be done once this is over. (A dry run says so to everything.)
bool PassesByItself(Reason reason) {
  return reason == Reason::kActionInFlight || reason == Reason::kOthersAtWork || reason == Reason::kEngineLost ||
         reason == Reason::kDryRun;
}

/// While so many run, it asks for another count.
bool AsksForAnother(OverrideKind kind, int count, int running) {
  switch (kind) {
    case OverrideKind::kExactly: return running != count;
    case OverrideKind::kAtLeast: return running < count;
    case OverrideKind::kAtMost: return running > count;
    default: return false;
  }
}

std::optional<Instant> After(Instant now, const std::optional<Duration>& hold) {
  return hold ? std::optional(now + *hold) : std::nullopt;
}

}  // namespace

Answer ServicePilot::Obey(const Command& command) {
  if (!facts_)
    return Fail(Errc::kUnavailable, "the engine has not been asked about " + spec_.key.Text() + " yet",
                "try again in a moment");
  if (memory_.override && memory_.override->by == Actor::kPerson && command.by != Actor::kPerson)
    return Fail(Errc::kDenied, "a person's command is in force for " + spec_.key.service,
                "a person may end it: docktor resume " + spec_.key.service);
  if (const auto* order = std::get_if<ScaleTo>(&command.what)) return Scale(*order, command.by);
  if (const auto* pause = std::get_if<PauseScaling>(&command.what)) return Pause(*pause, command.by);
  if (const auto* lean = std::get_if<LeanScaling>(&command.what)) return Lean(*lean, command.by);
  if (const auto* answer = std::get_if<AnswerProposal>(&command.what)) return Decide(*answer, command.by);
  if (std::holds_alternative<ResumeScaling>(command.what)) return Resume(command.by);
  Look(Trigger::kCommand);  // the mode that was chosen has come with the settings
  return *last_;
}

Answer ServicePilot::Decide(const AnswerProposal& answer, Actor by) {
  if (auto objection = Objection(answer, by)) return tl::unexpected(*std::move(objection));
  const auto& proposal = *approval_.open();
  const int proposed = proposal.decision.verdict.count, count = answer.count.value_or(proposed);
  const auto silent_until = now_ + std::max(spec_.target.behavior.down.window, Duration{5min});
  if (!answer.approved) {
    EndProposal(approval_.Close(ProposalEnd::kRejected, by, proposed, silent_until));
    Look(Trigger::kCommand);
    return *last_;
  }
  if (auto objection = Objection(ScaleTo{.count = count, .once = true}, by))
    return tl::unexpected(*std::move(objection));
  const auto how = count == proposed ? ProposalEnd::kApproved : ProposalEnd::kModified;
  EndProposal(approval_.Close(how, by, count, silent_until));
  Look(Trigger::kCommand, Wish{count, by});
  return *last_;
}

/// Why a word on a proposal is not taken.
std::optional<Error> ServicePilot::Objection(const AnswerProposal& answer, Actor by) const {
  const auto& open = approval_.open();
  const auto about = fmt::format("answer the proposal {} of {}: ", answer.id.Text(), spec_.key.service);
  if (by != Actor::kPerson) return Error{Errc::kDenied, about + "only a person may", "ask one"};
  if (!open || open->decision.id != answer.id)
    return Error{Errc::kDenied, about + "it is not open any more", "what is open: docktor proposals"};
  if (spec_.dry_run) return Error{Errc::kDenied, about + "this is a dry run, in which nothing is done", ""};
  if (answer.approved && open->decision.inputs.running != Running())
    return Error{
        Errc::kDenied,
        about + fmt::format("it was made while {} ran, and now {} do", open->decision.inputs.running, Running()),
        "the next look proposes anew: docktor proposals"};
  return std::nullopt;
}

void ServicePilot::EndProposal(const ProposalEnded& ended) {
  Do(Append{ended});
  Do(Publish{ended});
}

void ServicePilot::DoAll(std::vector<RecordBody> records) {
  for (auto& record : records) {
    if (const auto* ended = std::get_if<ProposalEnded>(&record))
      EndProposal(*ended);
    else
      Do(Append{std::move(record)});
  }
}

Answer ServicePilot::Pause(const PauseScaling& pause, Actor by) {
  SetOverride({.kind = pause.kind, .by = by, .since = now_, .until = After(now_, pause.hold)});
  Look(Trigger::kCommand);
  return *last_;
}

Answer ServicePilot::Lean(const LeanScaling& lean, Actor by) {
  SetOverride({.kind = lean.kind, .by = by, .since = now_, .until = After(now_, lean.hold)});
  Look(Trigger::kCommand);
  return *last_;
}

/// Ends what somebody commanded, and what is left as somebody changed it by hand.
Answer ServicePilot::Resume(Actor by) {
  const bool held = memory_.change && memory_.change->until;
  if (!spec_.dry_run && (memory_.override || held)) Do(Append{OverrideEnded{spec_.key, by}});
  memory_.override.reset();
  if (held) memory_.change->until.reset();
  Look(Trigger::kCommand);
  return *last_;
}

Answer ServicePilot::Scale(const ScaleTo& order, Actor by) {
  if (auto objection = Objection(order, by)) return tl::unexpected(*std::move(objection));
  if (!order.once) {
    const auto window =
        spec_.target.behavior.down.window > Duration{0} ? spec_.target.behavior.down.window : Duration{5min};
    SetOverride({.kind = order.kind,
                 .count = order.count,
                 .by = by,
                 .since = now_,
                 .until = now_ + order.hold.value_or(window)});
  }
  if (by == Actor::kPerson) Overridden(order.count);
  if (order.kind == OverrideKind::kExactly || order.once || (by == Actor::kPerson && AsksOfItself(order)))
    Look(Trigger::kCommand, Wish{order.count, by});
  else
    Look(Trigger::kCommand);
  return *last_;
}

/// In manual mode: the order itself wants another count, for which nobody needs to be asked again.
bool ServicePilot::AsksOfItself(const ScaleTo& order) const {
  return spec_.manual && AsksForAnother(order.kind, order.count, Running());
}

/// What a person has ordered is not asked about again, though it could not be done at once: because of an action in
/// flight, a failure, a restart. False: there is no such order, or something leads away from it.
bool ServicePilot::FollowOrder(Decision& decision) const {
  const auto& order = memory_.override;
  const int running = decision.inputs.running;
  if (!order || order->by != Actor::kPerson || !AsksForAnother(order->kind, order->count, running)) return false;
  const auto& change = memory_.change;
  if (change && change->until && change->at > order->since) return false;  // somebody's newer word
  auto constraints = decision.verdict.constraints;
  for (auto& c : constraints)
    if (c.reason == Reason::kCommanded) c.floor = c.ceiling = order->count;  // and what is wanted beyond it is proposed
  auto verdict = decide::Resolve(order->count, std::move(constraints));
  if (order->count > running ? verdict.count < running : verdict.count > running) return false;
  decision.wish = {order->count, Actor::kPerson};
  decision.verdict = std::move(verdict);
  return true;
}

/// A person wants another count than what was decided: that is how the decisions turned out.
void ServicePilot::Overridden(int count) {
  for (auto& hindsight : hindsights_) hindsight.Overridden(count);
}

/// Why an order to scale is refused.
std::optional<Error> ServicePilot::Objection(const ScaleTo& order, Actor by) const {
  const auto refuse = [&](Errc code, const std::string& why, std::string hint = {}) {
    return Error{code, fmt::format("cannot scale {} to {}: {}", spec_.key.service, order.count, why), std::move(hint)};
  };
  if (order.count < 0) return refuse(Errc::kInvalidInput, "a count is 0 or more");
  if (order.once && by != Actor::kPerson)
    return refuse(Errc::kDenied, "only a person may scale a service that nobody enabled");
  if (!spec_.enabled && !order.once && !spec_.trouble.empty())
    return refuse(Errc::kDenied, "its settings are wrong: " + spec_.trouble,
                  "mend them; until then it is watched only");
  if (!spec_.enabled && !order.once)
    return refuse(Errc::kDenied, "nobody enabled it",
                  fmt::format("to have it scaled: docktor mode {0} auto, or x-docktor: {{}} in the Compose file; "
                              "just this once: docktor scale {0} {1} --once",
                              spec_.key.service, order.count));
  if (order.once && in_flight_)
    return refuse(Errc::kConflict, "the action of " + in_flight_->id.Text() + " is not finished",
                  "try again when it is");
  if (order.once && around_.engine_lost)
    return refuse(Errc::kUnavailable, "the Docker engine does not answer", "try again when it does");
  if (order.once && others_.Until(now_))
    return refuse(Errc::kConflict, "somebody else is changing it right now", "try again in a moment");
  for (const auto& c : Constraints(Draft(Trigger::kCommand, Wish{order.count, by}))) {
    if (c.reason == Reason::kPaused && !order.once) continue;  // the newer word replaces the pause
    const bool binds = order.count < c.floor || order.count > c.ceiling;
    if (binds && !PassesByItself(c.reason) && c.rank > Rank::kCommand) return refuse(Errc::kDenied, decide::InWords(c));
  }
  return std::nullopt;
}

void ServicePilot::SetOverride(Override override) {
  memory_.override = override;
  if (memory_.change) memory_.change->until.reset();  // the newer word counts
  restoring_.reset();
  rollback_.End();
  if (!spec_.dry_run) Do(Append{OverrideSet{spec_.key, override}});  // said, not done: not after a restart either
}

void ServicePilot::EndWhatIsOver() {
  if (auto expired = approval_.Expire(now_); !expired.empty()) {
    DoAll(std::move(expired));
    next_look_ = now_;  // what is still wanted is proposed anew
  }
  if (memory_.change && memory_.change->until && *memory_.change->until <= now_) {
    memory_.change->until.reset();
    next_look_ = now_;
  }
  if (next_turn_ && *next_turn_ <= now_) {
    next_turn_.reset();  // that look finds the one after it
    next_look_ = now_;
  }
  if (!memory_.override || !memory_.override->until || *memory_.override->until > now_) return;
  memory_.override.reset();
  if (!spec_.dry_run) Do(Append{OverrideEnded{spec_.key, Actor::kRules}});
  next_look_ = now_;
}

}  // namespace docktor::pilot
