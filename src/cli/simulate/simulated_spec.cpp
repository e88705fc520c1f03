#include "cli/simulate/simulated_spec.h"

#include <algorithm>

#include "settings/fields/assignment.h"

namespace docktor::cli::simulate {
namespace {

constexpr int kMost = 30;

}  // namespace

Result<Spec> SpecOf(const std::vector<std::string>& said) {
  settings::Layer layer;
  for (const auto& one : said)
    if (const auto put = settings::Assign(layer, one, {"flag --set"}); !put)
      return tl::unexpected(put.error().During("--set"));
  const auto merged = settings::WithStrategy(settings::Over(settings::Defaults(), layer));
  if (const auto errors = settings::Contradictions(merged); !errors.empty()) return tl::unexpected(errors.front());
  auto spec = settings::Applied(merged, {});
  spec.key = {"sim", "web"};
  spec.enabled = true;
  spec.min = layer.min ? layer.min->value : 1;
  spec.max = layer.max ? layer.max->value : std::max(kMost, spec.min);
  return spec;
}

}  // namespace docktor::cli::simulate
