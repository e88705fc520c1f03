#include "observe/files/cgroup_root.h"
#include "observe/files/host.h"
#include "observe/files/io_reader.h"
#include "observe/files/lines.h"

/// Whatever stands in the kernel's files.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor::observe;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& bytes : {ParseNetDev(text), ParseBlkio(text), ParseIoStat(text)})
    if (bytes && (bytes->in < 0 || bytes->out < 0)) __builtin_trap();
  (void)ParsePressure(text);
  if (const auto ticks = ParseHostTicks(text); ticks && (ticks->total < 0 || ticks->busy < 0)) __builtin_trap();
  for (const auto* key : {"MemAvailable", "usage_usec", "inactive_file"})
    if (const auto number = NumberOf(text, key); number && *number < 0) __builtin_trap();
  (void)CgroupMounts(text);
  return 0;
}
