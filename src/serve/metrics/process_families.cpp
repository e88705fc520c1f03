#include "serve/metrics/process_families.h"

#include <filesystem>
#include <fstream>

#include <sys/resource.h>
#include <unistd.h>

namespace docktor::serve::metrics {
namespace {

struct Memory {
  std::optional<double> mapped, resident;  ///< in bytes
};

Memory MemoryNow() {
  std::ifstream file("/proc/self/statm");
  double mapped = 0, resident = 0;  // in pages
  if (!(file >> mapped >> resident)) return {};
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  return {mapped * page, resident * page};
}

std::optional<double> CpuSeconds() {
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) != 0) return std::nullopt;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

std::optional<double> OpenFiles() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end; at.increment(error))
    ++count;
  return error ? std::nullopt : std::optional(count);
}

std::optional<double> MostFiles() {
  rlimit most{};
  if (getrlimit(RLIMIT_NOFILE, &most) != 0) return std::nullopt;
  return static_cast<double>(most.rlim_cur);
}

}  // namespace

std::vector<Family> ProcessFamilies(Instant started_at) {
  const auto memory = MemoryNow();
  return {{"process_cpu_seconds_total", "CPU time that the daemon has used.", Type::Counter, OneOf(CpuSeconds())},
          {"process_resident_memory_bytes", "Memory that it has in use.", Type::Gauge, OneOf(memory.resident)},
          {"process_virtual_memory_bytes", "Memory that is mapped.", Type::Gauge, OneOf(memory.mapped)},
          {"process_open_fds", "Files and connections that are open.", Type::Gauge, OneOf(OpenFiles())},
          {"process_max_fds", "How many of them may be open.", Type::Gauge, OneOf(MostFiles())},
          {"process_start_time_seconds", "When the daemon was started.", Type::Gauge,
           OneOf(Seconds(started_at.time_since_epoch()))}};
}

}  // namespace docktor::serve::metrics
