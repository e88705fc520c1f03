#include "observe/files/cgroup_reader.h"

#include <limits>
#include <string>

#include "observe/files/lines.h"

namespace docktor::observe {
namespace {

/// A file that some kernels do not have. `error` is set where it is there and cannot be read.
std::optional<KeptFile> OpenIfThere(const std::string& path, Status& error) {
  auto file = KeptFile::Open(path);
  if (file) return std::move(*file);
  if (file.error().code != Errc::kNotFound) error = tl::unexpected(file.error());
  return std::nullopt;
}

tl::unexpected<Error> Odd(std::string_view file, std::string_view text) {
  return Fail(Errc::kUnavailable,
              "read " + std::string(file) + ": no figure in '" + std::string(text.substr(0, 60)) + "'");
}

}  // namespace

Result<CgroupReader> CgroupReader::Open(const CgroupFolders& folders) {
  const auto& cpu_folder = folders.cpuacct ? folders.cpuacct : folders.unified;
  if (!cpu_folder) return Fail(Errc::kNotFound, "read CPU time: the container's cgroup has no CPU accounting");
  auto cpu = KeptFile::Open(*cpu_folder + (folders.cpuacct ? "/cpuacct.usage" : "/cpu.stat"));
  if (!cpu) return tl::unexpected(cpu.error());

  CgroupReader reader(std::move(*cpu));
  reader.unified_cpu_ = !folders.cpuacct;
  Status error;
  if (folders.cpuacct && folders.cpu) reader.throttling_ = OpenIfThere(*folders.cpu + "/cpu.stat", error);
  if (const auto& folder = folders.memory ? folders.memory : folders.unified) {
    reader.inactive_key_ = folders.memory ? "total_inactive_file" : "inactive_file";
    reader.memory_usage_ =
        OpenIfThere(*folder + (folders.memory ? "/memory.usage_in_bytes" : "/memory.current"), error);
    reader.memory_stat_ = OpenIfThere(*folder + "/memory.stat", error);
  }
  if (!error) return tl::unexpected(error.error());
  return reader;
}

Result<Counters> CgroupReader::Read() {
  Counters counters;
  if (const auto cpu = ReadCpu(counters); !cpu) return tl::unexpected(cpu.error());
  if (const auto memory = ReadMemory(counters); !memory) return tl::unexpected(memory.error());
  return counters;
}

Status CgroupReader::ReadCpu(Counters& counters) {
  const auto usage = cpu_.Read();
  if (!usage) return tl::unexpected(usage.error());
  const auto number = unified_cpu_ ? NumberOf(*usage, "usage_usec") : Number(*usage);
  const std::int64_t unit = unified_cpu_ ? 1000 : 1;
  if (!number || *number > std::numeric_limits<std::int64_t>::max() / unit)
    return Odd(unified_cpu_ ? "cpu.stat" : "cpuacct.usage", *usage);
  counters.cpu_ns = *number * unit;

  const auto stat = throttling_ ? throttling_->Read() : unified_cpu_ ? usage : Result<std::string_view>{};
  if (!stat) return tl::unexpected(stat.error());
  counters.periods = NumberOf(*stat, "nr_periods").value_or(0);
  counters.throttled = NumberOf(*stat, "nr_throttled").value_or(0);
  return {};
}

Status CgroupReader::ReadMemory(Counters& counters) {
  if (!memory_usage_) return {};
  const auto text = memory_usage_->Read();
  if (!text) return tl::unexpected(text.error());
  const auto usage = Number(*text);
  if (!usage) return Odd("memory usage", *text);
  const auto stat = memory_stat_ ? memory_stat_->Read() : Result<std::string_view>{};
  if (!stat) return tl::unexpected(stat.error());
  const auto inactive = NumberOf(*stat, inactive_key_).value_or(0);
  counters.memory_bytes = inactive <= *usage ? *usage - inactive : *usage;
  return {};
}

}  // namespace docktor::observe
