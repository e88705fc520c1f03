#include "net/process_list.h"

#include <cctype>
#include <filesystem>
#include <fstream>

namespace docktor::net {
namespace {

namespace fs = std::filesystem;

bool IsProcess(const fs::path& folder) {
  return std::isdigit(static_cast<unsigned char>(folder.filename().native().front())) != 0;
}

std::string NameOf(const fs::path& process) {
  std::ifstream file(process / "comm");
  std::string name;
  std::getline(file, name);
  return name;
}

/// Empty: it has ended meanwhile.
std::vector<std::string> CommandOf(const fs::path& process) {
  std::ifstream file(process / "cmdline");
  std::vector<std::string> command;
  for (std::string word; std::getline(file, word, '\0');) command.push_back(word);
  return command;
}

}  // namespace

bool AnyRunning(std::string_view name, const std::function<bool(const std::vector<std::string>&)>& is_it) {
  std::error_code error;
  for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error))
    if (IsProcess(at->path()) && NameOf(at->path()).starts_with(name) && is_it(CommandOf(at->path()))) return true;
  return false;
}

}  // namespace docktor::net
