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

ReadingPath PathChoice::After(std::size_t watched, std::size_t unreadable) {
  if (path_ != ReadingPath::kUndecided || watched == 0) return path_;
  failed_ = unreadable < watched ? 0 : failed_ + 1;
  if (unreadable < watched) path_ = ReadingPath::kFiles;
  if (failed_ >= kPatience) path_ = ReadingPath::kStreams;
  return path_;
}

}  // namespace docktor::observe
