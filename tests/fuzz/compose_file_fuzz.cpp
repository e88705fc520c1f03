#include "settings/files/compose_file.h"
#include "settings/settings.h"

/// Whatever stands in a Compose file: it is read or refused, and what is made of it keeps its promises.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const docktor::settings::Settings settings({.compose = {docktor::settings::ReadComposeFile(text, "compose.yaml")}});
  const auto spec = settings.SpecOf({.key = {"shop", "web"}}, 2);
  if (spec.min < 0 || spec.min > spec.max || !(spec.target.cpu > 0) || spec.interval <= docktor::Duration{0})
    __builtin_trap();
  return 0;
}
