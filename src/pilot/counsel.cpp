#include "pilot/counsel.h"

#include <algorithm>
#include <cmath>

#include "decide/signal_kind.h"

namespace docktor::pilot {
namespace {

constexpr double kRatioStep = 0.05;  // of a signal that is a share of something
constexpr double kOtherStep = 0.10;  // of the larger of two figures
constexpr Duration kBetweenPoints = 15s;
constexpr std::size_t kMostPoints = 8;

bool Near(const std::pair<std::string, double>& a, const std::pair<std::string, double>& b) {
  if (a.first != b.first) return false;
  const auto apart = std::abs(a.second - b.second);
  return decide::IsRatio(a.first) ? apart <= kRatioStep
                                  : apart <= kOtherStep * std::max(std::abs(a.second), std::abs(b.second));
}

/// Of a judgement that was put, once `look` has shown what it led to.
AdviceFate FateOf(const Judgement& judgement, const Decision& look, BrainMode mode) {
  const auto& advice = judgement.advice;
  if (!advice) return judgement.reply.empty() ? AdviceFate::kFailed : AdviceFate::kInvalid;
  if (look.advice != advice) return AdviceFate::kLate;
  if (mode == BrainMode::kExplain) return AdviceFate::kShown;
  if (advice->confidence < Counsel::kSure) return AdviceFate::kUnsure;
  if (look.wish.by != Actor::kModel) return AdviceFate::kSame;
  return look.verdict.count == advice->count ? AdviceFate::kFollowed : AdviceFate::kOverruled;
}

}  // namespace

Situation SituationOf(const Decision& look, const std::optional<Override>& override) {
  const auto& in = look.inputs;
  Situation situation{.running = in.running,
                      .ready = in.ready,
                      .starting = in.starting,
                      .unhealthy = in.unhealthy,
                      .override = override};
  for (const auto& limit : look.verdict.constraints)
    if (limit.rank != Rank::kRate) situation.limits.push_back(limit.reason);
  std::sort(situation.limits.begin(), situation.limits.end());
  for (const auto& signal : in.signals)
    if (signal.mean) situation.signals.emplace_back(signal.name, *signal.mean);
  return situation;
}

bool Same(const Situation& a, const Situation& b) {
  return a.running == b.running && a.ready == b.ready && a.starting == b.starting && a.unhealthy == b.unhealthy &&
         a.limits == b.limits && a.override == b.override &&
         std::equal(a.signals.begin(), a.signals.end(), b.signals.begin(), b.signals.end(), Near);
}

std::optional<Consultation> Counsel::Look(const Decision& look, const std::optional<Matter>& matter,
                                          const BrainSettings& brain, Instant now) {
  ++looks_;
  NotePoint(look);
  if (!matter || open_ || !WorthAsking(look, matter->situation, now)) {
    ++view_.looks;
    return std::nullopt;
  }
  open_ = {look.id, matter->situation};
  asked_at_ = now;
  return Consultation{.look = look,
                      .least = matter->least,
                      .most = matter->most,
                      .override = matter->situation.override,
                      .brain = brain,
                      .recent = {recent_.begin(), recent_.end()}};
}

bool Counsel::WorthAsking(const Decision& look, const Situation& situation, Instant now) const {
  if (asked_at_ && now < *asked_at_ + kBetween) return false;
  if (not_before_ && now < *not_before_) return false;
  if (!heard_ || !Same(heard_->situation, situation)) return true;
  return now >= heard_->at + kHolds / 2 && look.recommendation.count != look.inputs.running;
}

void Counsel::NotePoint(const Decision& look) {
  if (!recent_.empty() && look.at < recent_.back().at + kBetweenPoints) return;
  const auto& signals = look.inputs.signals;
  recent_.push_back(
      {look.at, look.inputs.running, look.recommendation.count, signals.empty() ? std::nullopt : signals.front().mean});
  if (recent_.size() > kMostPoints) recent_.pop_front();
}

std::optional<Advice> Counsel::Held(const Situation& situation, Instant now) const {
  if (!heard_ || now >= heard_->at + kHolds || !Same(heard_->situation, situation)) return std::nullopt;
  return heard_->advice;
}

bool Counsel::Heard(const Judgement& judgement, Instant now) {
  if (!open_ || open_->first != judgement.look) return false;
  const auto situation = std::exchange(open_, std::nullopt)->second;
  not_before_ = judgement.not_before;
  view_.trouble = judgement.trouble;
  if (judgement.put)
    heard_ = Answered{situation, judgement.advice, now};
  else
    asked_at_.reset();
  return judgement.put;
}

Judged Counsel::Judge(const Judgement& judgement, const Decision& look, BrainMode mode) {
  Judged judged{.judgement = judgement,
                .fate = FateOf(judgement, look, mode),
                .recommended = look.recommendation.count,
                .verdict = look.verdict.count,
                .looks = std::exchange(looks_, 0)};
  ++view_.asked;
  view_.followed += judged.fate == AdviceFate::kFollowed || judged.fate == AdviceFate::kOverruled;
  view_.same += judged.fate == AdviceFate::kSame;
  view_.unsure += judged.fate == AdviceFate::kUnsure;
  view_.late += judged.fate == AdviceFate::kLate;
  view_.invalid += judged.fate == AdviceFate::kInvalid;
  view_.failed += judged.fate == AdviceFate::kFailed;
  return judged;
}

}  // namespace docktor::pilot
