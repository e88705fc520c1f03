#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace docktor::cli::chat {

/// Lines that a person types, with editing, completion of words, and a history that is in a file from when a line is
/// typed; from anything but a terminal just the lines. One at a time: the library behind it has one state for the
/// process.
class LineReader {
 public:
  /// `words` are completed by Tab.
  LineReader(std::filesystem::path history, std::vector<std::string> words);
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  bool interactive() const { return interactive_; }
  /// Empty: there are no more, the person has had enough (Ctrl-D), or a signal that is watched for came.
  std::optional<std::string> Next();

 private:
  void Keep(const char* line);

  const std::filesystem::path history_;
  const bool interactive_;
};

}  // namespace docktor::cli::chat
