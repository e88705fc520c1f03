/// What a language model has to say at a look.
#include <algorithm>

#include "decide/resolve.h"
#include "pilot/look.h"
#include "pilot/service_pilot.h"

namespace docktor::pilot {

/// Empty: there is nothing to choose, or nothing that could wait for an answer.
std::optional<Matter> ServicePilot::MatterOf(const Decision& draft) const {
  const bool regular = draft.trigger == Trigger::kInterval || draft.trigger == Trigger::kAdvice;
  if (!AsksModel(spec_) || !regular || draft.wish.by != Actor::kRules || in_flight_ || restoring_) return std::nullopt;
  if (draft.recommendation.reason == Reason::kNoSignal) return std::nullopt;
  // A window that ends before an answer could is none for the question: the rules would act the moment it has ended.
  auto lasting = draft.verdict.constraints;
  std::erase_if(lasting, [this](const Constraint& c) {
    return c.rank == Rank::kRate && c.until && *c.until <= now_ + Counsel::kBetween;
  });
  const auto allowed = [&](int count) { return decide::Resolve(count, lasting).count; };
  const bool free = spec_.brain.mode == BrainMode::kDecide;
  const int least = allowed(free ? spec_.min : draft.recommendation.band_floor);
  const int most = allowed(free ? spec_.max : draft.recommendation.band_ceiling);
  if (least >= most) return std::nullopt;
  return Matter{SituationOf(draft, memory_.override), least, most};
}

/// Takes the wish from advice that holds; the constraints are the same whose wish it is.
void ServicePilot::Heed(const Matter& matter, Decision& draft) const {
  draft.advice = counsel_.Held(matter.situation, now_);
  if (!draft.advice || spec_.brain.mode == BrainMode::kExplain || draft.advice->confidence < Counsel::kSure) return;
  const int count = std::clamp(draft.advice->count, matter.least, matter.most);
  if (count == draft.wish.count) return;
  draft.wish = {count, Actor::kModel};
  draft.verdict = decide::Resolve(count, std::move(draft.verdict.constraints));
}

void ServicePilot::Ask(const Decision& look, const std::optional<Matter>& matter) {
  if (auto consultation = counsel_.Look(look, matter, spec_.brain, now_)) Do(Consult{*std::move(consultation)});
}

void ServicePilot::Handle(const Judgement& judgement) {
  if (!counsel_.Heard(judgement, now_) || !last_) return;
  if (judgement.advice && AsksModel(spec_)) Look(Trigger::kAdvice);
  Do(Append{counsel_.Judge(judgement, *last_, spec_.brain.mode)});
}

}  // namespace docktor::pilot
