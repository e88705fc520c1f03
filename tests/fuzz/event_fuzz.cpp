#include "docker/engine_event.h"

/// Whatever comes down the stream of events.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto event = docktor::docker::ParseEvent({reinterpret_cast<const char*>(data), size});
  if (event && event->container.empty()) __builtin_trap();
  return 0;
}
