#include "observe/sources/metrics_text.h"

#include <cstdint>

/// Whatever a page of metrics holds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor::observe;
  ForEachSample({reinterpret_cast<const char*>(data), size}, "", [](const MetricSample& sample) {
    for (const auto& [name, value] : sample.labels)
      if (name.empty() || sample.Label(name).data() == nullptr) __builtin_trap();
  });
  return 0;
}
