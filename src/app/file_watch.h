#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/time.h"

namespace docktor::app {

/// Looks whether files have changed, and tells once a change is over: what an editor is still writing is left to it. A
/// file may be away, and come. Looking, and not being told by the kernel, works with every editor, file system and
/// mount.
class FileWatch {
 public:
  /// `files` is asked at each look. `on_change` is called on a thread of its own.
  FileWatch(Duration interval, std::function<std::vector<std::filesystem::path>()> files,
            std::function<void()> on_change);
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;
  FileWatch& operator=(const FileWatch&) = delete;

 private:
  std::string Seen() const;
  void Run();

  Duration interval_;
  std::function<std::vector<std::filesystem::path>()> files_;
  std::function<void()> on_change_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace docktor::app
