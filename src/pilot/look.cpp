#include "pilot/look.h"

namespace docktor::pilot {

Spec Leaning(Spec spec, const std::optional<Override>& o) {
  constexpr double kToSpare = 0.8;  // of a target
  if (!o || o->kind != OverrideKind::kAggressive) return spec;
  spec.target.cpu *= kToSpare;
  spec.threshold.cpu_high *= kToSpare;
  spec.threshold.cpu_low *= kToSpare;
  spec.adaptive.headroom = Headroom::kHigh;
  for (auto& signal : spec.signals) signal.target *= kToSpare;
  return spec;
}

}  // namespace docktor::pilot
