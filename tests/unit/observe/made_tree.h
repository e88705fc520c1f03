#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "core/ids.h"
#include "observe/files/roots.h"

namespace docktor::observe {

inline const ContainerId kWeb{"4f1c" + std::string(60, 'a')};
inline const ContainerId kApi{"9e02" + std::string(60, 'b')};

/// A made-up /proc and cgroup tree, gone with the test.
class MadeTree {
 public:
  MadeTree() {
    std::string name = (std::filesystem::temp_directory_path() / "docktor-observe-XXXXXX").string();
    top_ = ::mkdtemp(name.data());
  }
  ~MadeTree() { std::filesystem::remove_all(top_); }
  MadeTree(const MadeTree&) = delete;
  MadeTree& operator=(const MadeTree&) = delete;

  /// Over what is there, in the same file: a reader that keeps it open sees the new contents.
  void Write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories((top_ / path).parent_path());
    std::ofstream(top_ / path) << text;
  }
  void Remove(const std::string& path) const { std::filesystem::remove_all(top_ / path); }
  std::string Path(const std::string& path) const { return top_.string() + "/" + path; }
  Roots MadeRoots() const { return {.proc = Path("proc"), .mounts = top_.string()}; }

  void WriteHost(int busy, int idle) const {
    Write("proc/stat", "cpu  " + std::to_string(busy) + " 0 0 " + std::to_string(idle) +
                           " 0 0 0 0 0 0\ncpu0 1 0 0 1\ncpu1 1 0 0 1\nintr 5\n");
    Write("proc/meminfo", "MemTotal:       16000 kB\nMemFree:          100 kB\nMemAvailable:    4000 kB\n");
  }

  /// A host with hierarchies apart, as Docker's cgroupfs driver uses them; the engine leaves `cpuset` alone.
  void MakeV1Host() const {
    Write("proc/self/mountinfo",
          "30 22 0:27 / /cg rw,relatime - tmpfs tmpfs rw,mode=755\n"
          "31 30 0:28 / /cg/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct\n"
          "33 30 0:30 / /cg/cpuset rw,relatime - cgroup cgroup rw,cpuset\n"
          "34 30 0:31 / /cg/memory rw,relatime - cgroup cgroup rw,memory\n"
          "35 30 0:32 / /cg/blkio rw,relatime - cgroup cgroup rw,blkio\n"
          "36 30 0:33 / /cg/pids rw,relatime - cgroup cgroup rw,pids\n"
          "39 30 0:36 / /cg/systemd rw,relatime - cgroup cgroup rw,name=systemd\n"
          "40 30 0:37 / /cg/unified rw,relatime - cgroup2 cgroup2 rw\n");
    WriteHost(0, 0);
  }
  void MakeV1Replica(const ContainerId& id, int pid) const {
    const auto path = "/docker/" + id.value;
    Write("proc/" + std::to_string(pid) + "/cgroup", "9:name=systemd:" + path + "\n4:memory:" + path +
                                                         "\n3:cpuset:/\n6:pids:" + path + "\n5:blkio:" + path +
                                                         "\n1:cpu,cpuacct:" + path + "\n0::" + path + "\n");
    WriteV1(id, 0, 0, 0, 0, 0);
  }
  void WriteV1(const ContainerId& id, long cpu_ns, long periods, long throttled, long usage, long inactive) const {
    const auto cpu = "cg/cpu,cpuacct/docker/" + id.value, memory = "cg/memory/docker/" + id.value;
    const auto n = [](long number) { return std::to_string(number); };
    Write(cpu + "/cpuacct.usage", n(cpu_ns) + "\n");
    Write(cpu + "/cpu.stat", "nr_periods " + n(periods) + "\nnr_throttled " + n(throttled) + "\nthrottled_time 7\n");
    Write(memory + "/memory.usage_in_bytes", n(usage) + "\n");
    Write(memory + "/memory.stat", "inactive_file 1\ntotal_cache 3\ntotal_inactive_file " + n(inactive) + "\n");
  }

  /// What a replica's network, disks and processes have come to.
  void WriteNetwork(int pid, long received, long sent) const {
    const auto n = [](long number) { return std::to_string(number); };
    Write("proc/" + n(pid) + "/net/dev",
          "Inter-|   Receive                            |  Transmit\n"
          " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls\n"
          "    lo:   777 7 0 0 0 0 0 0 777 7 0 0 0 0 0 0\n"
          "  eth0:" +
              n(received) + " 9 0 0 0 0 0 0 " + n(sent) +
              " 8 0 0 0 0 0 0\n"
              "  eth1:    0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
  }
  void WriteV1Io(const ContainerId& id, long read, long written, long pids) const {
    const auto n = [](long number) { return std::to_string(number); };
    Write("cg/blkio/docker/" + id.value + "/blkio.throttle.io_service_bytes_recursive",
          "8:0 Read " + n(read) + "\n8:0 Write " + n(written) + "\n8:0 Sync 5\n8:0 Total 5\n8:16 Read 1\nTotal 5\n");
    Write("cg/pids/docker/" + id.value + "/pids.current", n(pids) + "\n");
  }
  void WriteV2Io(const ContainerId& id, long read, long written, long pids, long pressure) const {
    const auto folder = "cg/system.slice/docker-" + id.value + ".scope";
    const auto n = [](long number) { return std::to_string(number); };
    Write(folder + "/io.stat",
          "8:0 rbytes=" + n(read) + " wbytes=" + n(written) + " rios=1 wios=2 dbytes=9 dios=0\n8:16 rbytes=1\n");
    Write(folder + "/pids.current", n(pids) + "\n");
    Write(folder + "/cpu.pressure", "some avg10=0.00 avg60=0.10 avg300=0.00 total=" + n(pressure) +
                                        "\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=3\n");
  }

  /// A host with one hierarchy, as the systemd driver uses it.
  void MakeV2Host() const {
    Write("proc/self/mountinfo", "24 1 0:21 / /cg rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
    WriteHost(0, 0);
  }
  void MakeV2Replica(const ContainerId& id, int pid) const {
    Write("proc/" + std::to_string(pid) + "/cgroup", "0::/system.slice/docker-" + id.value + ".scope\n");
    WriteV2(id, 0, 0, 0, 0, 0);
  }
  void WriteV2(const ContainerId& id, long cpu_us, long periods, long throttled, long usage, long inactive) const {
    const auto folder = "cg/system.slice/docker-" + id.value + ".scope";
    const auto n = [](long number) { return std::to_string(number); };
    Write(folder + "/cpu.stat", "usage_usec " + n(cpu_us) + "\nuser_usec 1\nsystem_usec 1\nnr_periods " + n(periods) +
                                    "\nnr_throttled " + n(throttled) + "\n");
    Write(folder + "/memory.current", n(usage) + "\n");
    Write(folder + "/memory.stat", "anon 5\nfile 9\ninactive_anon 3\ninactive_file " + n(inactive) + "\n");
  }

 private:
  std::filesystem::path top_;
};

}  // namespace docktor::observe
