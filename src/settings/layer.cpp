#include "settings/layer.h"

#include <fmt/format.h>

#include "settings/fields.h"

namespace docktor::settings {

Layer Over(const Layer& weaker, const Layer& stronger) {
  Layer merged = weaker;
  for (const auto& field : Fields()) field.take(merged, stronger);
  return merged;
}

Layer Defaults() {
  const Spec spec;
  const auto said = [](const auto& value) { return Said<std::decay_t<decltype(value)>>{value, {"default"}}; };
  const auto rules = [&](const ScalingRules& r) {
    return RulesLayer{said(r.window), said(r.policies), said(r.select)};
  };
  return {.enable = said(spec.enabled),
          .cpu = said(spec.target.cpu),
          .tolerance = said(spec.target.tolerance),
          .up = rules(spec.target.up),
          .down = rules(spec.target.down),
          .start_deadline = said(spec.start_deadline),
          .interval = said(spec.interval),
          .stateful_allowed = said(spec.stateful_allowed)};
}

std::vector<Error> Contradictions(const Layer& layer) {
  if (!layer.min || !layer.max || layer.min->value <= layer.max->value) return {};
  return {{Errc::kInvalidInput,
           fmt::format("{}: min {} is above max {} ({})", layer.min->origin.text, layer.min->value, layer.max->value,
                       layer.max->origin.text),
           "lower min or raise max"}};
}

}  // namespace docktor::settings
