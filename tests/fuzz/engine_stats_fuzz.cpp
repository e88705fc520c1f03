#include "observe/measure.h"
#include "observe/streams/stats.h"

/// Whatever comes down an engine's stats stream, two documents in a row.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  observe::Measure measure;
  std::optional<observe::EngineSample> before;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto stats = ParseJson(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!stats || !stats->is_object()) continue;
    const auto sample = observe::ParseStats(stats->get_object(), {});
    if (!sample) continue;
    if (before && !observe::ClockHeld(*before, *sample)) measure = {};
    before = sample;
    const auto reading = measure.Take({"c1"}, sample->sample, {});
    if (reading && !(reading->cpu_cores >= 0 && reading->memory_bytes >= 0)) __builtin_trap();
  }
  return 0;
}
