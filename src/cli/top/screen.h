#pragma once

#include <optional>
#include <vector>

#include "cli/top/page.h"

namespace docktor::cli::top {

/// What was typed.
enum class Key { kUp, kDown, kApprove, kReject, kWhy, kHelp, kQuit, kResized, kOther };

/// The terminal, drawn on as a whole (ncurses, which sends only what has changed); as it was before when this ends. One
/// at a time: the library behind it has one state for the process.
class Screen {
 public:
  /// Whether the terminal is one that the library knows.
  static bool CanDraw();
  /// Only where CanDraw.
  explicit Screen(bool color);
  ~Screen();
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  Size size() const;
  void Show(const std::vector<Row>& rows);
  /// Waits for a key for so long; empty: none came.
  std::optional<Key> Next(Duration longest);

 private:
  bool color_;
};

}  // namespace docktor::cli::top
