#include "cli/chat/agreement.h"

#include <cctype>
#include <cstdio>
#include <iostream>
#include <set>

#include <fmt/core.h>
#include <unistd.h>

#include "operations/orders/prompt.h"

namespace docktor::cli::chat {
namespace {

/// Its letters, in lower case.
std::string Plain(const std::string& line) {
  std::string plain;
  for (const unsigned char c : line)
    if (std::isalpha(c) != 0) plain += static_cast<char>(std::tolower(c));
  return plain;
}

}  // namespace

std::optional<std::string> AskedAbout(const json::value& item) {
  const auto prompt = FromJson<operations::PromptOutput>(item);
  return prompt && prompt->asks ? std::optional(prompt->understood) : std::nullopt;
}

bool IsYes(const std::string& line) {
  static const std::set<std::string> all{"yes", "y", "yep", "ok", "okay", "sure", "yesplease", "doit", "goahead"};
  return all.contains(Plain(line));
}

bool IsNo(const std::string& line) {
  static const std::set<std::string> all{"no", "n", "nope", "cancel", "dont", "donot", "nothanks"};
  return all.contains(Plain(line));
}

bool PersonAgrees(const Session& session) {
  if (session.arguments.json || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0) return false;
  fmt::print("[y/N] ");
  std::fflush(stdout);
  std::string line;
  return std::getline(std::cin, line) && IsYes(line);
}

}  // namespace docktor::cli::chat
