#include "docker/project/compose_service.h"

/// Whatever `docker compose config` prints: it is read or refused, and a refusal quotes nothing of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto service = docktor::docker::ParseComposeService({reinterpret_cast<const char*>(data), size}, "web");
  if (!service) return 0;
  for (const auto& path : service->written)
    if (path.empty()) __builtin_trap();
  return 0;
}
