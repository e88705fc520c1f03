#include "observe/files/io_reader.h"

#include <string>

#include <sys/stat.h>

#include "observe/files/lines.h"

namespace docktor::observe {
namespace {

std::optional<KeptFile> OpenIfThere(const std::optional<std::string>& folder, const std::string& name) {
  if (!folder) return std::nullopt;
  auto file = KeptFile::Open(*folder + "/" + name);
  return file ? std::optional(*std::move(file)) : std::nullopt;
}

/// Each network has files of its own, so two that are one file are of one network.
bool SameFile(const std::string& a, const std::string& b) {
  struct stat first = {}, second = {};
  return stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 && first.st_ino == second.st_ino &&
         first.st_dev == second.st_dev;
}

std::optional<KeptFile> OpenNetwork(const Roots& roots, std::int64_t pid) {
  const auto of = [&](const std::string& process) { return roots.proc + "/" + process + "/net/dev"; };
  const auto own = of(std::to_string(pid));
  if (SameFile(own, of("1")) || SameFile(own, of("self"))) return std::nullopt;
  return OpenIfThere(roots.proc + "/" + std::to_string(pid), "net/dev");
}

std::optional<std::int64_t> Value(std::string_view word, std::string_view key) {
  return word.starts_with(key) ? Number(word.substr(key.size())) : std::nullopt;
}

template <typename T>
std::optional<T> ReadAs(std::optional<KeptFile>& file, std::optional<T> (*parse)(std::string_view)) {
  if (!file) return std::nullopt;
  const auto text = file->Read();
  return text ? parse(*text) : std::nullopt;
}

}  // namespace

std::optional<TwoWays> ParseNetDev(std::string_view text) {
  constexpr std::size_t kReceived = 0, kSent = 8;
  if (!text.starts_with("Inter-|")) return std::nullopt;
  TakeUntil(text, '\n');
  TakeUntil(text, '\n');
  std::optional<TwoWays> bytes;
  while (!text.empty()) {
    auto line = TakeUntil(text, '\n');
    const auto name = TakeUntil(line, ':');
    if (name.ends_with(" lo") || name == "lo") continue;
    const auto words = Words(line);
    const auto received = words.size() > kSent ? Number(words[kReceived]) : std::nullopt;
    const auto sent = words.size() > kSent ? Number(words[kSent]) : std::nullopt;
    if (!received || !sent) return std::nullopt;
    if (!bytes) bytes.emplace();
    bytes->in = Sum(bytes->in, *received);
    bytes->out = Sum(bytes->out, *sent);
  }
  return bytes;
}

std::optional<TwoWays> ParseBlkio(std::string_view text) {
  TwoWays bytes;
  while (!text.empty()) {
    const auto words = Words(TakeUntil(text, '\n'));
    if (words.size() != 3) continue;  // "Total 4096" at the end
    const auto number = Number(words[2]);
    if (!number) return std::nullopt;
    if (words[1] == "Read") bytes.in = Sum(bytes.in, *number);
    if (words[1] == "Write") bytes.out = Sum(bytes.out, *number);
  }
  return bytes;
}

std::optional<TwoWays> ParseIoStat(std::string_view text) {
  TwoWays bytes;
  while (!text.empty())
    for (const auto word : Words(TakeUntil(text, '\n'))) {
      bytes.in = Sum(bytes.in, Value(word, "rbytes=").value_or(0));
      bytes.out = Sum(bytes.out, Value(word, "wbytes=").value_or(0));
    }
  return bytes;
}

std::optional<std::int64_t> ParsePressure(std::string_view text) {
  while (!text.empty()) {
    const auto words = Words(TakeUntil(text, '\n'));
    if (!words.empty() && words[0] == "some") return Value(words.back(), "total=");
  }
  return std::nullopt;
}

IoReader::IoReader(const Roots& roots, const CgroupFolders& folders, std::int64_t pid)
    : network_(OpenNetwork(roots, pid)),
      pids_(OpenIfThere(folders.pids ? folders.pids : folders.unified, "pids.current")),
      pressure_(OpenIfThere(folders.unified, "cpu.pressure")),
      unified_blocks_(!folders.blkio) {
  blocks_ = unified_blocks_ ? OpenIfThere(folders.unified, "io.stat")
                            : OpenIfThere(folders.blkio, "blkio.throttle.io_service_bytes_recursive");
  if (!blocks_) blocks_ = OpenIfThere(folders.blkio, "blkio.throttle.io_service_bytes");
}

IoCounters IoReader::Read() {
  IoCounters counters;
  if (const auto network = ReadAs(network_, ParseNetDev)) {
    counters.rx_bytes = network->in;
    counters.tx_bytes = network->out;
  }
  if (const auto blocks = ReadAs(blocks_, unified_blocks_ ? ParseIoStat : ParseBlkio)) {
    counters.read_bytes = blocks->in;
    counters.written_bytes = blocks->out;
  }
  counters.pids = ReadAs(pids_, Number);
  counters.cpu_pressure_us = ReadAs(pressure_, ParsePressure);
  return counters;
}

}  // namespace docktor::observe
