#include "docker/project/description.h"
#include "settings/settings.h"

/// Whatever an engine says of a container: nothing throws, and what is read is what the pilots may rely on.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = docktor::ParseJson({reinterpret_cast<const char*>(data), size});
  if (!value || !value->is_object()) return 0;
  const auto facts = docktor::docker::ParseService({"shop", "web"}, {}, {value->get_object()});
  for (const auto& replica : facts.replicas)
    if (replica.id.empty() || (replica.limits.cpus && !(*replica.limits.cpus > 0))) __builtin_trap();
  const auto spec = docktor::settings::Settings().SpecOf(facts, 2);  // of its labels
  if (spec.min < 0 || spec.min > spec.max || spec.interval <= docktor::Duration{0}) __builtin_trap();
  return 0;
}
