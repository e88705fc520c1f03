#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.h"

namespace docktor::cli {

struct Cell {
  std::string text;
  Ink ink = Ink::kPlain;
};

/// Columns that line up. On a terminal the widest column gives way where the width does not suffice.
class Table {
 public:
  explicit Table(std::vector<std::string> head) : head_(std::move(head)) {}
  /// As many cells as the head has.
  void Add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  std::string Draw(const Look& look) const;

 private:
  std::vector<std::size_t> Widths(const Look& look) const;

  std::vector<std::string> head_;
  std::vector<std::vector<Cell>> rows_;
};

/// Characters, not bytes, of UTF-8 text.
std::size_t LengthOf(std::string_view text);
/// At most `width` characters; what is cut ends in "…".
std::string Shortened(std::string_view text, std::size_t width);

}  // namespace docktor::cli
