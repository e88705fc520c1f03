#include "observe/files/this_machine.h"

#include <filesystem>

#include "observe/files/kept_file.h"
#include "observe/files/lines.h"

namespace docktor::observe {
namespace {

/// Empty where it cannot be read.
std::string FirstLine(const std::string& path) {
  const auto text = ReadFile(path);
  if (!text) return {};
  std::string_view rest = *text;
  return std::string(TakeUntil(rest, '\n'));
}

std::int64_t MemoryKib(const Roots& roots) {
  const auto meminfo = ReadFile(roots.proc + "/meminfo");
  return meminfo ? NumberOf(*meminfo, "MemTotal").value_or(0) : 0;
}

/// By the file that Docker puts into each.
bool InContainer(const Roots& roots) {
  std::error_code unknown;
  return std::filesystem::exists(roots.proc + "/self/root/.dockerenv", unknown);
}

}  // namespace

bool IsOnThisMachine(const docker::EngineAddress& address, const docker::EngineInfo& info, const Roots& roots) {
  if (!address.host.starts_with("unix://") || info.kernel.empty() || info.memory_bytes <= 0) return false;
  if (info.kernel != FirstLine(roots.proc + "/sys/kernel/osrelease")) return false;
  if (info.memory_bytes / 1024 != MemoryKib(roots)) return false;
  return info.name == FirstLine(roots.proc + "/sys/kernel/hostname") || InContainer(roots);
}

}  // namespace docktor::observe
