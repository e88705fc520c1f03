#include "cli/reference/reference_command.h"

#include <filesystem>
#include <fstream>

#include <fmt/core.h>

#include "cli/arguments/arguments.h"
#include "cli/reference/reference.h"
#include "cli/terminal.h"
#include "operations/list.h"

namespace docktor::cli {

ExitCode RunReference(const std::vector<std::string>& words) {
  const auto commands = AllCommands(operations::All());
  if (words == std::vector<std::string>{"markdown"}) return fmt::print("{}", ReferencePage(commands)), kOk;
  if (words.size() != 2 || words[0] != "man")
    return Complain({Errc::kInvalidInput, "__reference wants: markdown, or man FOLDER"}), kUsage;
  std::error_code error;
  std::filesystem::create_directories(words[1], error);
  for (const auto& [name, page] : ManPages(commands)) {
    std::ofstream file(std::filesystem::path(words[1]) / name);
    if (!(file << page).flush()) return Complain({Errc::kInternal, "write " + name + " into " + words[1]}), kFailed;
  }
  return kOk;
}

}  // namespace docktor::cli
