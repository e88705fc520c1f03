#include "settings/model_choices.h"

#include <array>

#include <fmt/format.h>

#include "settings/fields/nearest.h"

namespace docktor::settings {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kUsual{
    {{"fast", "llama3.2"}, {"balanced", "llama3.1"}, {"smart", "llama3.3"}}};

std::optional<ModelChoice> Profile(const Layer& layer, const std::string& name) {
  if (const auto& written = layer.brain.profiles)
    if (const auto found = written->value.find(name); found != written->value.end()) return found->second;
  for (const auto& [usual, model] : kUsual)
    if (usual == name) return ModelChoice{.model = std::string(model)};
  return std::nullopt;
}

template <typename T>
T ValueOf(const Maybe<T>& said) {
  return said ? said->value : T{};
}

/// A model where brain.model is served.
ModelChoice Beside(const BrainLayer& brain, const std::string& model) {
  return {model, ValueOf(brain.provider), ValueOf(brain.endpoint), ValueOf(brain.key_env)};
}

std::optional<ModelChoice> First(const Layer& layer) {
  const auto& brain = layer.brain;
  if (layer.env && brain.profiles && brain.profiles->value.contains(layer.env->value))
    return brain.profiles->value.at(layer.env->value);
  if (brain.profile) return Profile(layer, brain.profile->value);
  if (brain.model) return Beside(brain, brain.model->value);
  return std::nullopt;
}

}  // namespace

std::vector<ModelChoice> ModelsOf(const Layer& layer) {
  std::vector<ModelChoice> models;
  if (auto first = First(layer)) models.push_back(*std::move(first));
  for (const auto& name : ValueOf(layer.brain.fallback)) {
    const auto profile = Profile(layer, name);
    models.push_back(profile ? *profile : Beside(layer.brain, name));
  }
  return models;
}

std::optional<Error> UnknownProfile(const Layer& layer) {
  const auto& said = layer.brain.profile;
  if (!said || Profile(layer, said->value)) return std::nullopt;
  std::vector<std::string_view> known;
  for (const auto& [usual, model] : kUsual) known.push_back(usual);
  if (const auto& written = layer.brain.profiles)
    for (const auto& [name, choice] : written->value) known.push_back(name);
  const auto meant = Nearest(said->value, known);
  return Error{
      Errc::kInvalidInput, fmt::format("{}: brain.profile: there is no profile '{}'", said->origin.text, said->value),
      meant ? fmt::format("did you mean '{}'?", *meant) : "name one of brain.profiles, or fast, balanced or smart"};
}

}  // namespace docktor::settings
