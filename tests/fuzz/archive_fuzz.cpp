#include "docker/added_file.h"
#include "docker/tar.h"

/// Whatever an engine says of a file in a container, and gives as its archive: what can be placed can be read, and is
/// what it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor::docker;
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto file = ParseStat("/app/config", text); file && file->size < 0) __builtin_trap();
  const auto content = ContentsOf(text);
  const auto placed = PlaceAt(text, "/etc/app/config");
  if (placed && ContentsOf(*placed) != content) __builtin_trap();
  return 0;
}
