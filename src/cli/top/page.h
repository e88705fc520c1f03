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
  std::optional<ServiceKey> service = {};  ///< empty: the first
  std::string said = {};                   ///< what came of the last key; empty: nothing
  std::vector<std::string> sheet = {};     ///< that covers the page: why, or help; empty: none
};

struct Size {
  int rows = 24, columns = 80;
};

/// The whole screen, `size.rows` at most, none longer than `size.columns` characters: services with their load,
/// proposals, decisions as they come, the newest at the bottom. Pure; `now` is by the clock on the wall.
std::vector<Row> Draw(const Sight& sight, const Choice& choice, Size size, Instant now);

/// The one that keys are about; null: there is none. One that has gone is nobody: no key is for its neighbour.
const operations::ServiceStatus* Chosen(const Sight& sight, const Choice& choice);
/// The service above (-1) or below (1) the one that is chosen.
std::optional<ServiceKey> Neighbour(const Sight& sight, const Choice& choice, int step);

/// "██████▌···|··": how full, and where the target is.
std::string Bar(double share, std::optional<double> target, int width);

}  // namespace docktor::cli::top
