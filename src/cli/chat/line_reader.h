#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace docktor::cli::chat {

/// Lines that a person types, with editing, a history that is kept in a file, and completion of words; from anything
/// but a terminal just the lines. One at a time: the library behind it has one state for the process.
class LineReader {
 public:
  /// `words` are completed by Tab.
  LineReader(std::filesystem::path history, std::vector<std::string> words);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  bool interactive() const { return interactive_; }
  /// Empty: there are no more, or the person has had enough (Ctrl-D).
  std::optional<std::string> Next();

 private:
  const std::filesystem::path history_;
  const bool interactive_;
};

}  // namespace docktor::cli::chat
