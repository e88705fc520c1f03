#include "simulate/service_model.h"

#include <algorithm>
#include <string>

namespace docktor::simulate {

const std::vector<ServiceModel>& ServiceModels() {
  static const std::vector<ServiceModel> models{
      {.name = "web"},
      {.name = "jvm",
       .capacity = 20,
       .slow_after = 0.9,
       .least_start = 15,
       .most_start = 25,
       .warm_up = 20,
       .start_cpu = 0.9,
       .cpu_noise = 0.05,
       .bytes = 6000,
       .release_at = 0.6,
       .release_factor = 0.75},
      {.name = "light",
       .capacity = 200,
       .slow_after = 0.175,
       .least_start = 2,
       .most_start = 4,
       .warm_up = 0,
       .start_cpu = 0.2,
       .cpu_noise = 0.12,
       .bytes = 700},
  };
  return models;
}

const std::vector<ServiceModel>& DifficultModels() {
  static const std::vector<ServiceModel> models{
      {.name = "slow", .least_start = 180, .most_start = 240, .warm_up = 30},
      {.name = "bursty", .cpu_noise = 0.12, .knee_factor = 0.5},
      {.name = "uneven", .speed_spread = 0.2},
      {.name = "shared", .neighbours = 0.5},
  };
  return models;
}

Result<ServiceModel> FindServiceModel(std::string_view name) {
  auto models = ServiceModels();
  models.insert(models.end(), DifficultModels().begin(), DifficultModels().end());
  const auto found = std::find_if(models.begin(), models.end(), [&](const auto& model) { return model.name == name; });
  if (found != models.end()) return *found;
  std::string known;
  for (const auto& model : models) known.append(known.empty() ? "" : ", ").append(model.name);
  return Fail(Errc::kNotFound, "there is no service model '" + std::string(name) + "'", "there are: " + known);
}

}  // namespace docktor::simulate
