#include "cli/simulate/simulated_spec.h"

#include <algorithm>

#include "operations/shared/did_you_mean.h"
#include "settings/fields/fields.h"

namespace docktor::cli::simulate {
namespace {

constexpr int kMost = 30;

Error Unknown(const std::string& key) {
  std::vector<std::string> known;
  for (const auto& field : settings::Fields()) known.push_back(field.key);
  const auto meant = operations::DidYouMean(key, known);
  return {Errc::kInvalidInput, "--set: there is no setting '" + key + "'",
          meant ? "did you mean '" + *meant + "'?" : "docktor config schema lists them"};
}

Status Put(settings::Layer& layer, const std::string& said) {
  const auto equals = said.find('=');
  if (equals == said.npos)
    return Fail(Errc::kInvalidInput, "--set: '" + said + "' is no setting", "write key=value, such as targets.cpu=70%");
  const auto key = said.substr(0, equals);
  const auto* field = settings::FindField(key);
  if (field == nullptr) return tl::unexpected(Unknown(key));
  const auto put = field->set(layer, said.substr(equals + 1), {"flag --set"});
  return put ? put : tl::unexpected(put.error().During("--set " + key));
}

}  // namespace

Result<Spec> SpecOf(const std::vector<std::string>& said) {
  settings::Layer layer;
  for (const auto& one : said)
    if (const auto put = Put(layer, one); !put) return tl::unexpected(put.error());
  const auto merged = settings::Over(settings::Defaults(), layer);
  if (const auto errors = settings::Contradictions(merged); !errors.empty()) return tl::unexpected(errors.front());
  auto spec = settings::Applied(merged, {});
  spec.key = {"sim", "web"};
  spec.enabled = true;
  spec.min = layer.min ? layer.min->value : 1;
  spec.max = layer.max ? layer.max->value : std::max(kMost, spec.min);
  return spec;
}

}  // namespace docktor::cli::simulate
