#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/render/table.h"
#include "cli/top/sight.h"

namespace docktor::cli::top {

/// One line of the screen; its cells follow one another.
struct Row {
  std::vector<Cell> cells;
  bool chosen = false;
};

/// What the person has chosen and been told.
struct Choice {
  std::size_t service = 0;              ///< index in the status
  std::string said = {};                ///< what came of the last key; empty: nothing
  std::vector<std::string> sheet = {};  ///< that covers the page: why, or help; empty: none
};

struct Size {
  int rows = 24, columns = 80;
};

/// The whole screen, `size.rows` at most, none longer than `size.columns` characters: services with their load,
/// proposals, decisions as they come, the newest at the bottom. Pure; `now` is by the clock on the wall.
std::vector<Row> Draw(const Sight& sight, const Choice& choice, Size size, Instant now);

/// The one that keys are about; null: there is none.
const operations::ServiceStatus* Chosen(const Sight& sight, const Choice& choice);

/// "██████▌···|··": how full, and where the target is.
std::string Bar(double share, std::optional<double> target, int width);

}  // namespace docktor::cli::top
