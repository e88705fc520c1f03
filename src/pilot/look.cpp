#include "pilot/look.h"

namespace docktor::pilot {

Leaning::Leaning(const Spec& said, const std::optional<Override>& o) : said_(said) {
  constexpr double kToSpare = 0.8;  // of a target
  if (!o || o->kind != OverrideKind::kAggressive) return;
  auto& spec = own_.emplace(said);
  spec.target.cpu *= kToSpare;
  spec.threshold.cpu_high *= kToSpare;
  spec.threshold.cpu_low *= kToSpare;
  spec.adaptive.headroom = Headroom::kHigh;
  for (auto& signal : spec.signals) signal.target *= kToSpare;
}

}  // namespace docktor::pilot
