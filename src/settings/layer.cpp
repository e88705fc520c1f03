#include "settings/layer.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/latency_signal.h"
#include "settings/door_settings.h"
#include "settings/fields/fields.h"
#include "settings/fields/nearest.h"
#include "settings/model_choices.h"

namespace docktor::settings {
namespace {

template <typename T>
Said<T> Default(const T& value) {
  return {value, {kDefault}};
}

RulesLayer DefaultRules(const ScalingRules& r) { return {Default(r.window), Default(r.policies), Default(r.select)}; }

template <typename T, typename U>
void Take(const Maybe<T>& said, U& to) {
  if (said) to = said->value;
}

void Take(const BrainLayer& layer, BrainSettings& to) {
  Take(layer.mode, to.mode);
  Take(layer.patience, to.patience);
  Take(layer.calls_per_hour, to.budget.calls_per_hour);
  Take(layer.tokens_per_day, to.budget.tokens_per_day);
  Take(layer.dollars_per_day, to.budget.dollars_per_day);
  Take(layer.dollars_in, to.dollars_in);
  Take(layer.dollars_out, to.dollars_out);
}

void Take(const RulesLayer& layer, ScalingRules& to) {
  Take(layer.window, to.window);
  Take(layer.policies, to.policies);
  Take(layer.select, to.select);
}

/// Only what somebody wrote.
void TakeSaid(RulesLayer layer, ScalingRules& to) {
  const auto drop_default = [](auto& said) {
    if (said && said->origin.text == kDefault) said.reset();
  };
  drop_default(layer.window);
  drop_default(layer.policies);
  drop_default(layer.select);
  Take(layer, to);
}

void Take(const SloLayer& layer, std::optional<Slo>& to) {
  if (layer.latency && !to) to.emplace();
  if (!to) return;
  Take(layer.latency, to->latency);
  Take(layer.target, to->target);
}

void Take(const ThresholdLayer& layer, ThresholdSettings& to) {
  Take(layer.cpu_high, to.cpu_high);
  Take(layer.cpu_low, to.cpu_low);
  Take(layer.step_up, to.step_up);
  Take(layer.step_down, to.step_down);
}

Error WrongBounds(const Layer& layer) {
  return {Errc::kInvalidInput,
          fmt::format("{}: min {} is above max {} ({})", layer.min->origin.text, layer.min->value, layer.max->value,
                      layer.max->origin.text),
          "lower min or raise max"};
}

Error WrongThreshold(const ThresholdLayer& layer) {
  return {Errc::kInvalidInput,
          fmt::format("{}: threshold.cpu_low {:.6g}% is not below threshold.cpu_high {:.6g}% ({})",
                      layer.cpu_low->origin.text, 100 * layer.cpu_low->value, 100 * layer.cpu_high->value,
                      layer.cpu_high->origin.text),
          "lower cpu_low or raise cpu_high"};
}

Error NoLargest(const Layer& layer) {
  return {Errc::kInvalidInput,
          fmt::format("{}: cost.prefer is fewer_large, and how large is not said", layer.prefer->origin.text),
          "say the most that one replica may have: cost: {prefer: fewer_large, max_cpus: 2}"};
}

/// The memory of replicas is always read; every other signal needs a source.
void FindUnread(const Layer& layer, std::vector<Error>& errors) {
  for (const auto& [name, said] : layer.signals) {
    if (said.value.kind == TargetKind::kMean || layer.sources.contains(name)) continue;
    std::vector<std::string_view> known{"cpu", "memory"};
    for (const auto& [signal, source] : layer.sources) known.push_back(signal);
    const auto meant = Nearest(name, known);
    errors.push_back({Errc::kInvalidInput,
                      fmt::format("{}: targets.{}: no source provides that signal", said.origin.text, name),
                      meant ? fmt::format("did you mean '{}'?", *meant)
                            : fmt::format("say where it is read: sources: {{{}: {{…}}}}", name)});
  }
}

bool ReadsLatency(const Layer& layer) {
  return std::any_of(layer.sources.begin(), layer.sources.end(),
                     [](const auto& source) { return LatencySignal::Parse(source.first).has_value(); });
}

std::optional<Error> WrongSlo(const Layer& layer) {
  const auto& slo = layer.slo;
  if (slo.target && !slo.latency)
    return Error{Errc::kInvalidInput, slo.target->origin.text + ": slo.target without slo.latency",
                 "say how long an answer may take: slo: {latency: 500ms, target: 99%}"};
  if (!slo.latency) return std::nullopt;
  if (const auto strategy = WithStrategy(layer).strategy; strategy && strategy->value != Strategy::kAdaptive)
    return Error{Errc::kInvalidInput,
                 fmt::format("{}: slo.latency is for the strategy adaptive, and another is asked for ({})",
                             slo.latency->origin.text, strategy->origin.text),
                 "write strategy: adaptive, or leave targets.cpu, tolerance and the strategy out"};
  if (ReadsLatency(layer)) return std::nullopt;
  return Error{Errc::kInvalidInput, slo.latency->origin.text + ": slo.latency: no source tells how long answers take",
               "say where it is read: sources: {latency.p95: {…}}; or leave slo out and write headroom: high"};
}

/// Those of the same name are replaced.
template <typename Map, typename T>
void TakeByName(const Map& said, std::vector<T>& to) {
  for (const auto& [name, value] : said) {
    std::erase_if(to, [&n = name](const T& one) { return one.signal == n; });
    to.push_back(value.value);
  }
}

}  // namespace

Layer Over(const Layer& weaker, const Layer& stronger) {
  Layer merged = weaker;
  if (stronger.brain.model) merged.brain.profile.reset();  // which would be asked in its place
  for (const auto& field : Fields()) field.take(merged, stronger);
  for (const auto& field : OpenFields(stronger)) field.take(merged, stronger);
  return merged;
}

Layer Defaults() {
  const Spec spec;
  return {.enable = Default(spec.enabled),
          .manual = Default(spec.manual),
          .strategy = Default(spec.strategy),
          .cpu = Default(spec.target.cpu),
          .tolerance = Default(spec.target.tolerance),
          .threshold = {Default(spec.threshold.cpu_high), Default(spec.threshold.cpu_low),
                        Default(spec.threshold.step_up), Default(spec.threshold.step_down)},
          .headroom = Default(spec.adaptive.headroom),
          .calmness = Default(spec.adaptive.calmness),
          .up = DefaultRules(spec.target.behavior.up),
          .down = DefaultRules(spec.target.behavior.down),
          .fallback = Default(spec.fallback),
          .fallback_after = Default(spec.fallback.after),
          .drain_delay = Default(spec.drain.delay),
          .start_deadline = Default(spec.start_deadline),
          .interval = Default(spec.interval),
          .stateful_allowed = Default(spec.stateful_allowed),
          .rollback = Default(spec.rollback),
          .prefer = Default(spec.cost.prefer),
          .door = {.listen = Default(std::string(kUsualListen)),
                   .without_tls = Default(false),
                   .open_metrics = Default(false)},
          .approval_by_mcp = Default(spec.approval_by_mcp),
          .brain = {.mode = Default(spec.brain.mode), .patience = Default(spec.brain.patience)}};
}

Layer WithStrategy(Layer layer) {
  const auto said = [](const auto& value) { return value && value->origin.text != kDefault; };
  if (said(layer.strategy)) return layer;
  for (const auto* share : {&layer.cpu, &layer.tolerance})
    if (said(*share)) layer.strategy = {Strategy::kTarget, (*share)->origin};
  return layer;
}

std::vector<Error> Contradictions(const Layer& layer) {
  std::vector<Error> errors;
  if (layer.min && layer.max && layer.min->value > layer.max->value) errors.push_back(WrongBounds(layer));
  const auto& threshold = layer.threshold;
  if (threshold.cpu_low && threshold.cpu_high && threshold.cpu_low->value >= threshold.cpu_high->value)
    errors.push_back(WrongThreshold(threshold));
  if (auto wrong = WrongSlo(layer)) errors.push_back(*std::move(wrong));
  if (layer.prefer && layer.prefer->value == Prefer::kFewerLarge && !layer.max_cpus) errors.push_back(NoLargest(layer));
  FindUnread(layer, errors);
  if (const auto door = DoorSettingsOf(layer.door); !door) errors.push_back(door.error());
  if (auto unknown = UnknownProfile(layer)) errors.push_back(*std::move(unknown));
  return errors;
}

Spec Applied(const Layer& layer, Spec spec) {
  Take(layer.manual, spec.manual);
  Take(layer.strategy, spec.strategy);
  Take(layer.cpu, spec.target.cpu);
  Take(layer.tolerance, spec.target.tolerance);
  Take(layer.up, spec.target.behavior.up);
  Take(layer.down, spec.target.behavior.down);
  Take(layer.slo, spec.adaptive.slo);
  Take(layer.headroom, spec.adaptive.headroom);
  Take(layer.calmness, spec.adaptive.calmness);
  TakeSaid(layer.up, spec.adaptive.behavior.up);
  TakeSaid(layer.down, spec.adaptive.behavior.down);
  Take(layer.threshold, spec.threshold);
  TakeByName(layer.signals, spec.signals);
  TakeByName(layer.sources, spec.sources);
  Take(layer.fallback, spec.fallback);
  Take(layer.fallback_after, spec.fallback.after);
  Take(layer.schedules, spec.schedules);
  Take(layer.drain_command, spec.drain.command);
  Take(layer.drain_delay, spec.drain.delay);
  Take(layer.balancer, spec.balancer.service);
  Take(layer.balancer_command, spec.balancer.command);
  Take(layer.brain, spec.brain);
  spec.brain.models = ModelsOf(layer);
  Take(layer.approval_by_mcp, spec.approval_by_mcp);
  Take(layer.limits.max_replicas, spec.fleet.max_replicas);
  Take(layer.limits.max_cpus, spec.fleet.max_cpus);
  Take(layer.limits.max_memory, spec.fleet.max_memory_bytes);
  Take(layer.start_deadline, spec.start_deadline);
  Take(layer.interval, spec.interval);
  Take(layer.stateful_allowed, spec.stateful_allowed);
  Take(layer.rollback, spec.rollback);
  Take(layer.prefer, spec.cost.prefer);
  Take(layer.max_cpus, spec.cost.max_cpus);
  return spec;
}

}  // namespace docktor::settings
