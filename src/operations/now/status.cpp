#include "operations/now/status.h"

#include <algorithm>

#include "decide/strategy.h"
#include "decide/words.h"
#include "pilot/chosen_mode.h"

namespace docktor::operations {
namespace {

bool StoppedByOthers(const pilot::ServiceView& view) {
  if (!view.decision) return false;
  const auto& constraints = view.decision->verdict.constraints;
  return std::any_of(constraints.begin(), constraints.end(),
                     [](const Constraint& c) { return c.reason == Reason::kStoppedByOthers; });
}

bool CannotScale(const pilot::ServiceView& view) {
  return std::any_of(view.obstacles.begin(), view.obstacles.end(), [&](const Obstacle& obstacle) {
    return obstacle.reason != Reason::kStatefulService || !view.spec.stateful_allowed;
  });
}

std::optional<double> MeanCpu(const Inputs& inputs) {
  for (const auto& signal : inputs.signals)
    if (signal.name == "cpu.utilization") return signal.mean;
  return std::nullopt;
}

bool IsPause(OverrideKind kind) {
  return kind == OverrideKind::kPaused || kind == OverrideKind::kPausedUp || kind == OverrideKind::kPausedDown;
}

void Add(const pilot::CounselView& one, pilot::CounselView& sum) {
  for (const auto count : {&pilot::CounselView::asked, &pilot::CounselView::followed, &pilot::CounselView::same,
                           &pilot::CounselView::unsure, &pilot::CounselView::late, &pilot::CounselView::invalid,
                           &pilot::CounselView::failed, &pilot::CounselView::looks})
    sum.*count += one.*count;
  if (!one.trouble.empty()) sum.trouble = one.trouble;
}

void Run(Context& context, const Caller&, StatusInput input, Reply<StatusOutput> reply) {
  if (!input.watch) return reply.Answer(StatusNow(context));
  reply.Send(StatusNow(context));
  reply.Keep(context.ticker.EverySecond([&context, reply] { reply.Send(StatusNow(context)); }));
}

}  // namespace

std::optional<ModelStatus> ModelOf(const Context& context, const pilot::Snapshot& snapshot) {
  std::optional<ModelStatus> model;
  for (const auto& view : snapshot.services) {
    if (!view.counsel) continue;
    if (!model) model = ModelStatus{view.spec.brain.model(), view.spec.brain.mode, {}};
    Add(*view.counsel, model->counsel);
  }
  if (model && context.models != nullptr) model->spent = context.models->Spent();
  return model;
}

Mode ModeOf(const pilot::ServiceView& view) {
  if (CannotScale(view)) return Mode::kCannotScale;
  if (view.override) return IsPause(view.override->kind) ? Mode::kPaused : Mode::kOverride;
  if (StoppedByOthers(view)) return Mode::kStopped;
  if (!view.spec.enabled) return Mode::kWatched;
  if (view.spec.dry_run) return Mode::kDryRun;
  return view.spec.manual ? Mode::kManual : Mode::kAuto;
}

std::vector<std::string> WarningsOf(const pilot::ServiceView& view) {
  std::vector<std::string> words;
  if (CannotScale(view)) return words;
  for (const auto& warning : view.warnings) words.push_back(decide::InWords(warning));
  return words;
}

ServiceStatus StatusOf(const pilot::ServiceView& view) {
  ServiceStatus out{.service = view.key,
                    .mode = ModeOf(view),
                    .rules = pilot::ModeIn(view.spec),
                    .chosen = view.chosen,
                    .min = view.spec.min,
                    .max = view.spec.max,
                    .cpu = MeanCpu(view.inputs),
                    .cpu_target = decide::CpuTarget(view.spec),
                    .acting = view.in_flight.has_value(),
                    .equal_looks = view.equal_looks,
                    .next_look = view.next_look};
  if (view.spec.enabled) out.warnings = WarningsOf(view);
  if (view.override) {
    out.mode_until = view.override->until;
    out.override = decide::InWords(*view.override);
  }
  if (view.proposal) out.proposal = ItemOf(view);
  for (const auto& replica : view.replicas) {
    out.running += Runs(replica.phase) ? 1 : 0;
    out.ready += replica.phase == Phase::kReady ? 1 : 0;
  }
  if (view.decision) {
    out.decision = view.decision->id;
    out.decided_at = view.decision->at;
    out.sentence = decide::Sentence(*view.decision);
    for (const auto& constraint : view.decision->verdict.constraints)
      if (constraint.reason == view.decision->verdict.because) out.held_until = constraint.until;
  }
  return out;
}

StatusOutput StatusNow(const Context& context) {
  const auto snapshot = context.pilots.Latest();
  StatusOutput out{.at = context.clock.Now(),
                   .daemon = context.facts,
                   .engine_lost = snapshot->engine_lost,
                   .journal_error = snapshot->journal_error,
                   .journal_loss = context.journal_loss ? context.journal_loss() : std::nullopt,
                   .settings_error = context.settings_trouble ? context.settings_trouble() : std::nullopt,
                   .host = snapshot->host,
                   .model = ModelOf(context, *snapshot),
                   .readings_from = context.readings_from ? context.readings_from() : ""};
  for (const auto& view : snapshot->services) out.services.push_back(StatusOf(view));
  return out;
}

Operation StatusOperation() {
  return Declare<StatusInput, StatusOutput>(
      {.name = "status",
       .summary = "What the daemon watches, how busy it is, and what was decided last",
       .help =
           "LOAD is the mean CPU of the replicas that are ready, of their own limits, beside the target. REPLICAS is "
           "ready/running and the bounds.",
       .examples = {"status", "status -w", "status --json"},
       .stream = Stream::kIfAsked,
       .stream_field = "watch",
       .fields = {{.name = "watch", .help = "once a second until interrupted", .letter = "w"}}},
      Run);
}

}  // namespace docktor::operations
