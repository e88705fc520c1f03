#include <cstdint>

#include "docker/project/warnings.h"
#include "docker/tar.h"

/// Whatever stands in a load balancer's configuration, and in the archive that it comes in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (docktor::docker::ContentsOf(bytes).size() > 2 * size + 1) __builtin_trap();
  (void)docktor::docker::ResolvedOnce(bytes, "web");
  return 0;
}
