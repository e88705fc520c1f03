#include <cmath>

#include "fuzz/pieces.h"
#include "observe/files/sweep.h"
#include "observe/rates.h"
#include "unit/observe/made_tree.h"

namespace docktor::observe {
namespace {

constexpr int kPid = 41, kPidOfApi = 42;
const Instant kNow{1'764'000'000'000ms};

/// Runs `web`, whose files and the host's are the input's, and `api`, whose files are good.
class MadeHost {
 public:
  explicit MadeHost(bool unified) : files_(unified ? V2Files() : V1Files()) {
    unified ? tree_.MakeV2Host() : tree_.MakeV1Host();
    unified ? tree_.MakeV2Replica(kWeb, kPid) : tree_.MakeV1Replica(kWeb, kPid);
    unified ? tree_.MakeV2Replica(kApi, kPidOfApi) : tree_.MakeV1Replica(kApi, kPidOfApi);
    for (const auto* of_host : {"proc/stat", "proc/meminfo", "proc/41/net/dev"}) files_.emplace_back(of_host);
    Empty();
  }

  Roots roots() const { return tree_.MadeRoots(); }
  static Watched watched() { return {{kWeb, kPid}, {kApi, kPidOfApi}}; }

  void Empty() const {
    for (const auto& file : files_) tree_.Remove(file);
  }
  /// The file is named by a letter, the first by 'a'.
  void Write(char letter, const std::string& text) const {
    tree_.Write(files_[static_cast<std::uint8_t>(letter - 'a') % files_.size()], text);
  }

 private:
  static std::vector<std::string> V1Files() {
    const auto below = "/docker/" + kWeb.value + "/";
    return {"cg/cpu,cpuacct" + below + "cpuacct.usage",
            "cg/cpu,cpuacct" + below + "cpu.stat",
            "cg/memory" + below + "memory.usage_in_bytes",
            "cg/memory" + below + "memory.stat",
            "cg/blkio" + below + "blkio.throttle.io_service_bytes_recursive",
            "cg/blkio" + below + "blkio.throttle.io_service_bytes",
            "cg/pids" + below + "pids.current",
            "cg/unified" + below + "cpu.pressure"};
  }
  static std::vector<std::string> V2Files() {
    std::vector<std::string> files;
    for (const auto* name : {"cpu.stat", "memory.current", "memory.stat", "io.stat", "pids.current", "cpu.pressure"})
      files.push_back("cg/system.slice/docker-" + kWeb.value + ".scope/" + name);
    return files;
  }

  MadeTree tree_;
  std::vector<std::string> files_;
};

bool IsShare(double number) { return number >= 0 && number <= 1; }

void Check(const Counters& counters) {
  for (const auto number : {counters.cpu_ns, counters.periods, counters.throttled, counters.memory_bytes})
    if (number < 0) __builtin_trap();
}

void Check(const IoCounters& io) {
  for (const auto& number : {io.rx_bytes, io.tx_bytes, io.read_bytes, io.written_bytes, io.pids, io.cpu_pressure_us})
    if (number && *number < 0) __builtin_trap();
}

void Check(const Reading& reading) {
  if (reading.over <= 0ms || reading.over > kLongestGap || reading.memory_bytes < 0) __builtin_trap();
  if (!std::isfinite(reading.cpu_cores) || reading.cpu_cores < 0) __builtin_trap();
  if (!IsShare(reading.throttled_ratio) || !IsShare(reading.cpu_pressure.value_or(0))) __builtin_trap();
  for (const auto& rate :
       {reading.network_rx_bytes, reading.network_tx_bytes, reading.block_read_bytes, reading.block_written_bytes})
    if (rate && (!std::isfinite(*rate) || *rate < 0)) __builtin_trap();
  if (reading.pids.value_or(0) < 0) __builtin_trap();
}

void Check(const HostReading& host) {
  if (host.cores < 1 || !IsShare(host.cpu_utilization)) __builtin_trap();
  if (host.memory_bytes < 0 || host.memory_available_bytes < 0) __builtin_trap();
}

void Check(const Error& error) {
  const bool possible = error.code == Errc::kNotFound || error.code == Errc::kUnavailable;
  if (!possible || error.message.empty()) __builtin_trap();
}

/// Reads `web` and the host at the times that the input wants: a sweep goes by the clock, and comes too soon for most.
class Watch {
 public:
  explicit Watch(const Roots& roots)
      : folders_(FindCgroup(roots, kWeb, kPid).value()), host_(roots), io_(roots, folders_, kPid) {}

  void Look(Duration passed) {
    at_ += passed;
    LookAtHost();
    const auto counters = Read();
    if (!counters) return Lose(counters.error());
    Check(*counters);
    const auto io = io_.Read();
    Check(io);
    if (const auto reading = measure_.Take(kWeb, {at_, *counters, io}, kNow)) Check(*reading);
  }

 private:
  void LookAtHost() {
    const auto host = host_.Read(kNow);
    if (!host) return Check(host.error());
    if (*host) Check(**host);
  }
  Result<Counters> Read() {
    if (reader_) return reader_->Read();
    auto opened = CgroupReader::Open(folders_);
    if (!opened) return tl::unexpected(opened.error());
    return reader_.emplace(*std::move(opened)).Read();
  }
  void Lose(const Error& error) {
    Check(error);
    reader_.reset();
    measure_ = {};
  }

  const CgroupFolders folders_;
  Host host_;
  std::chrono::steady_clock::time_point at_{};
  std::optional<CgroupReader> reader_;
  IoReader io_;
  Measure measure_;
};

void Take(Sweep& sweep) {
  const auto readings = sweep.Take(MadeHost::watched(), kNow);
  const auto& problems = sweep.LastProblems();
  if (problems.contains(kApi)) __builtin_trap();
  for (const auto& [id, error] : problems) Check(error);
  for (const auto& reading : readings.replicas) {
    if (problems.contains(reading.replica)) __builtin_trap();
    Check(reading);
  }
  if (!readings.host) return;
  if (problems.contains(ContainerId{})) __builtin_trap();
  Check(*readings.host);
}

/// One input's host, and those who read it.
class Scene {
 public:
  explicit Scene(const MadeHost& host) : host_(host), sweep_(host.roots()) { host_.Empty(); }

  void Play(const std::string& step) {
    const auto rest = step.substr(1);
    switch (step[0]) {
      case '!': return Take(sweep_);
      case '.': return Look(rest.empty() ? 1s : 100ms * static_cast<std::uint8_t>(rest[0] - '0'));
      default: host_.Write(step[0], rest);
    }
  }

 private:
  /// The first look opens what is there by then.
  void Look(Duration passed) {
    if (!watch_) watch_.emplace(host_.roots());
    watch_->Look(passed);
  }

  const MadeHost& host_;
  Sweep sweep_;
  std::optional<Watch> watch_;
};

}  // namespace
}  // namespace docktor::observe

/// A container's cgroup folder and the host's /proc, whatever stands in their files (`aTEXT`, `bTEXT`, …) and however
/// it changes between looks (`.N`, so much time after the one before) and sweeps (`!`), bytes of no text between; the
/// first byte says which version the cgroups are of. What is read is a figure that can be, or an error; no other
/// container is the worse for it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  using namespace docktor::observe;
  static const MadeHost v1(false), v2(true);
  test::Pieces pieces(data, size);
  Scene scene(pieces.Byte() % 2 == 1 ? v1 : v2);
  constexpr int kMostSteps = 30;
  for (int steps = 0; steps < kMostSteps && !pieces.empty(); ++steps)
    if (const auto step = pieces.Text('\xff'); !step.empty()) scene.Play(step);
  return 0;
}
