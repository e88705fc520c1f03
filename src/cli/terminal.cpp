#include "cli/terminal.h"

#include <charconv>
#include <cstdio>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "operations/declare/error_json.h"

namespace docktor::cli {
namespace {

bool in_json = false;  // what --json asked for; set once, before anything is done

int WidthOf(const settings::Environment& environment) {
  if (const auto columns = settings::Variable(environment, "COLUMNS")) {
    int width = 0;
    std::from_chars(columns->data(), columns->data() + columns->size(), width);
    if (width > 0) return width;
  }
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

Look LookOfStdout(const settings::Environment& environment, bool no_color, Instant now) {
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const bool forced = settings::Variable(environment, "CLICOLOR_FORCE").value_or("0") != "0";
  const bool refused =
      no_color || settings::Variable(environment, "NO_COLOR") || settings::Variable(environment, "TERM") == "dumb";
  return {.color = !refused && (terminal || forced),
          .terminal = terminal,
          .width = terminal ? WidthOf(environment) : 0,
          .now = now};
}

std::string Paint(std::string_view text, Ink ink, const Look& look) {
  constexpr const char* kCodes[] = {"", "1", "2", "32", "33", "31", "36"};
  if (!look.color || ink == Ink::kPlain || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<int>(ink)], text);
}

void ComplainInJson() { in_json = true; }

void Complain(const Error& error) {
  std::fflush(stdout);
  if (in_json) return fmt::print(stderr, "{}\n", WriteJson(operations::ErrorJson(error)));
  fmt::print(stderr, "error: {}\n", error.message);
  if (!error.hint.empty()) fmt::print(stderr, "hint: {}\n", error.hint);
}

void Note(const std::string& line) {
  std::fflush(stdout);
  fmt::print(stderr, "{}\n", line);
}

}  // namespace docktor::cli
