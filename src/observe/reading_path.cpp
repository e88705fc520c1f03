#include "observe/reading_path.h"

namespace docktor::observe {

const char* ToText(ReadingPath path) {
  switch (path) {
    case ReadingPath::kUndecided: break;
    case ReadingPath::kFiles: return "the kernel's files";
    case ReadingPath::kStreams: return "the engine's stats streams";
  }
  return "nothing yet";
}

ReadingPath PathChoice::After(std::size_t watched, const Watched& unreadable) {
  if (path_ == ReadingPath::kFiles || watched == 0) return path_;
  if (unreadable.size() < watched) return path_ = ReadingPath::kFiles;
  auto before = std::exchange(failed_, {});
  for (const auto& process : unreadable)
    if ((failed_[process] = before[process] + 1) >= kPatience) path_ = ReadingPath::kStreams;
  return path_;
}

}  // namespace docktor::observe
