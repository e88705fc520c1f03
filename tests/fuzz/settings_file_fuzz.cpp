#include "settings/files/settings_file.h"
#include "settings/settings.h"

/// Whatever stands in docktor.yaml: it is read or refused, and what is made of it keeps its promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const settings::Settings settings(
      {.project = settings::ReadSettingsFile(text, "docktor.yaml", settings::FileOf::kProject)});
  const auto spec = settings.SpecOf({.key = {"shop", "web"}}, 2);
  if (spec.min < 0 || spec.min > spec.max || !(spec.target.cpu > 0) || spec.interval <= Duration{0}) __builtin_trap();
  for (const auto& choice : spec.brain.models)
    if (choice.model.empty() || choice.endpoint.find('@') != std::string::npos) __builtin_trap();
  if (spec.brain.patience <= Duration{0}) __builtin_trap();
  return 0;
}
