#pragma once

#include <string>
#include <vector>

namespace docktor::cli {

/// What a command takes: a flag or a word of its own.
struct OptionWords {
  std::vector<std::string> names;  ///< "--watch", "-w"; of a word: what stands for it, "SERVICE"
  std::string metavar = {};        ///< "TIME"; empty: a flag without a value, or a word
  std::string help = {};
  bool positional = false;
  bool required = false;
  bool everywhere = false;  ///< every command has it
};

/// What is said of a command, by itself or to those who ask for help.
struct CommandWords {
  std::string name;  ///< without "docktor": "decisions list"; empty: the program itself
  std::string summary;
  std::string help = {};
  std::vector<OptionWords> options = {};
  std::vector<std::string> examples = {};  ///< whole lines: "docktor status -w"
  bool group = false;                      ///< it only has commands below it
};

}  // namespace docktor::cli
