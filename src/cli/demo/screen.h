#pragma once

#include <string>

#include "cli/terminal.h"
#include "operations/now/status.h"
#include "operations/past/decisions.h"

namespace docktor::cli {

/// Shows the demo as it goes: a table that is redrawn on a terminal, a line for each change in a pipe.
class DemoScreen {
 public:
  explicit DemoScreen(Look look) : look_(look) {}

  /// A step that is done, with the time that it took.
  void Step(const std::string& what, Duration took);
  /// How things are; `caption` says what is waited for.
  void Show(const operations::StatusOutput& status, const std::string& caption);
  void Decided(const operations::HistoryItem& item, Duration since_start);

 private:
  void Clear();

  Look look_;
  int drawn_lines_ = 0;
  std::string last_replicas_;
};

}  // namespace docktor::cli
