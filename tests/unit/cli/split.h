#pragma once

#include <iomanip>
#include <sstream>
#include <string>
#include <vector>

namespace docktor::cli {

/// The words of a line as a shell would tell them apart; those in double quotes are one.
inline std::vector<std::string> Split(const std::string& line) {
  std::vector<std::string> words;
  std::string word;
  for (std::istringstream stream(line); stream >> std::quoted(word);) words.push_back(word);
  return words;
}

}  // namespace docktor::cli
