#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <unistd.h>

#include "support/compose_project.h"

namespace docktor::test {

/// A disk of its own (ext4 in a file) at a folder. What befalls it befalls files that are open, too. Needs root, or
/// sudo, and loop devices.
class BlockDisk {
 public:
  explicit BlockDisk(std::filesystem::path folder) : folder_(std::move(folder)), image_(folder_.string() + ".img") {
    std::filesystem::create_directories(folder_);
    Shell("truncate -s 16M " + image_ + " && mkfs.ext4 -q -F " + image_);
    Mount();
    // What is done to it would befall the machine's own disk.
    if (std::system(("findmnt --mountpoint " + folder_.string() + " >/dev/null").c_str()) != 0)
      throw std::runtime_error("no disk of its own at " + folder_.string() + ": has this machine loop devices?");
    AsRoot("chown " + std::to_string(getuid()) + " " + folder_.string());
  }
  ~BlockDisk() {
    if (hangs_) Answer();
    AsRoot("umount -l " + folder_.string());
  }
  BlockDisk(const BlockDisk&) = delete;
  BlockDisk& operator=(const BlockDisk&) = delete;

  /// Nothing in the folder can be changed.
  void Forbid() { AsRoot("chattr -R +i " + folder_.string()); }
  void Allow() { AsRoot("chattr -R -i " + folder_.string()); }
  /// The kernel has met an error on it, and lets nobody write to it any more.
  void Break() {
    AsRoot("sh -c 'echo 1 > /sys/fs/ext4/$(basename $(findmnt -no SOURCE " + folder_.string() + "))/trigger_fs_error'");
  }
  /// Nobody may use it meanwhile.
  void Repair() {
    AsRoot("umount " + folder_.string());
    Shell("e2fsck -fp " + image_ + " || [ $? -le 2 ]");
    Mount();
  }
  /// Whoever writes to it waits.
  void Hang() {
    AsRoot("fsfreeze -f " + folder_.string());
    hangs_ = true;
  }
  void Answer() {
    AsRoot("fsfreeze -u " + folder_.string());
    hangs_ = false;
  }

 private:
  static void AsRoot(const std::string& command) { Shell((geteuid() == 0 ? "" : "sudo -n ") + command); }
  void Mount() { AsRoot("mount -o loop,errors=remount-ro " + image_ + " " + folder_.string()); }

  const std::filesystem::path folder_;
  const std::string image_;
  bool hangs_ = false;
};

}  // namespace docktor::test
