#include "cli/chat/line_reader.h"

#include <clocale>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>

#include <editline/readline.h>
#include <sys/stat.h>
#include <unistd.h>

namespace docktor::cli::chat {
namespace {

constexpr int kMostKept = 500;

std::vector<std::string>& Words() {
  static std::vector<std::string> words;
  return words;
}

/// The next word that begins so; the library asks with `again` until there is none.
char* NextWord(const char* text, int again) {
  static std::size_t next;
  if (again == 0) next = 0;
  while (next < Words().size()) {
    const auto& word = Words()[next++];
    if (word.compare(0, std::strlen(text), text) == 0) return strdup(word.c_str());
  }
  return nullptr;
}

}  // namespace

LineReader::LineReader(std::filesystem::path history, std::vector<std::string> words)
    : history_(std::move(history)), interactive_(isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1) {
  if (!interactive_) return;
  // Of what is typed: the library ends the process over letters that its locale lacks.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  Words() = std::move(words);
  static char name[] = "docktor";
  rl_readline_name = name;
  rl_completion_entry_function = NextWord;
  using_history();
  stifle_history(kMostKept);
  read_history(history_.c_str());
}

/// Whatever ends the talk, the line is there in the next one.
void LineReader::Keep(const char* line) {
  add_history(line);
  const auto others = umask(0077);  // what one says may be nobody else's business
  write_history(history_.c_str());
  umask(others);
  chmod(history_.c_str(), 0600);  // one that was there already
}

std::optional<std::string> LineReader::Next() {
  if (!interactive_) {
    std::string line;
    return std::getline(std::cin, line) ? std::optional(line) : std::nullopt;
  }
  const std::unique_ptr<char, decltype(&std::free)> line(readline("> "), &std::free);
  if (!line) return std::nullopt;
  if (*line != '\0') Keep(line.get());
  return std::string(line.get());
}

}  // namespace docktor::cli::chat
