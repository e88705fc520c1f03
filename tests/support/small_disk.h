#pragma once

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "support/compose_project.h"

namespace docktor::test {

/// A disk of a few megabytes (tmpfs) at a folder, that gets full, or read-only while nobody writes. Needs root, or
/// sudo.
class SmallDisk {
 public:
  explicit SmallDisk(std::filesystem::path folder, int megabytes = 1) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
    AsRoot("mount -t tmpfs -o mode=0700,size=" + std::to_string(megabytes) + "m,uid=" + std::to_string(getuid()) +
           " docktor-test " + folder_.string());
    struct statfs mounted {};
    if (statfs(folder_.c_str(), &mounted) != 0 || mounted.f_type != TMPFS_MAGIC)
      throw std::runtime_error("no small disk at " + folder_.string() + ": nothing but one is filled");
  }
  ~SmallDisk() { AsRoot("umount -l " + folder_.string()); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  /// Not a byte is left.
  void Fill() {
    std::ofstream filler(folder_ / "filler", std::ios::binary);
    const std::string page(4096, 'x');
    while (filler.write(page.data(), static_cast<std::streamsize>(page.size())).flush()) {
    }
  }
  void Free() { std::filesystem::remove(folder_ / "filler"); }
  void Forbid() { AsRoot("mount -o remount,ro " + folder_.string()); }
  void Allow() { AsRoot("mount -o remount,rw " + folder_.string()); }

 private:
  static void AsRoot(const std::string& command) { Shell((geteuid() == 0 ? "" : "sudo -n ") + command); }
  std::filesystem::path folder_;
};

}  // namespace docktor::test
