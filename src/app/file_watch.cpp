#include "app/file_watch.h"

#include <fmt/format.h>
#include <sys/stat.h>

namespace docktor::app {

FileWatch::FileWatch(Duration interval, std::function<std::vector<std::filesystem::path>()> files,
                     std::function<void()> on_change)
    : interval_(interval), files_(std::move(files)), on_change_(std::move(on_change)), thread_([this] { Run(); }) {}

FileWatch::~FileWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

/// Differs where a file was written, replaced, made or removed.
std::string FileWatch::Seen() const {
  std::string seen;
  for (const auto& file : files_()) {
    struct stat now {};
    if (stat(file.c_str(), &now) != 0) now = {};
    seen +=
        fmt::format("{} {} {} {}.{};", file.string(), now.st_ino, now.st_size, now.st_mtim.tv_sec, now.st_mtim.tv_nsec);
  }
  return seen;
}

void FileWatch::Run() {
  auto known = Seen(), last = known;
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, interval_, [this] { return stopping_; })) {
    lock.unlock();
    auto now = Seen();
    if (now != known && now == last) {
      on_change_();
      known = now;
    }
    last = std::move(now);
    lock.lock();
  }
}

}  // namespace docktor::app
