#include "pilot/chosen_mode.h"

namespace docktor::pilot {

std::optional<ChosenMode> ModeIn(const Spec& spec) {
  if (!spec.enabled) return std::nullopt;
  return spec.manual ? ChosenMode::kManual : ChosenMode::kAuto;
}

std::string KeepsFromChoosing(const Spec& said) {
  if (!said.trouble.empty()) return "its settings are wrong: " + said.trouble;
  if (said.declined) return "its settings say enable: false";
  if (said.balancer.service == said.key.service) return "a load balancer is not in front of itself";
  return {};
}

bool InForce(const std::optional<ModeChosen>& choice, const Spec& said) {
  return choice && choice->over == ModeIn(said) && KeepsFromChoosing(said).empty();
}

Spec AsChosen(Spec said, const std::optional<ModeChosen>& choice) {
  if (!InForce(choice, said)) return said;
  said.enabled = true;
  said.manual = choice->mode == ChosenMode::kManual;
  return said;
}

}  // namespace docktor::pilot
