#pragma once

#include <string>
#include <vector>

#include "simulate/trial.h"

namespace docktor::cli::simulate {

/// How one strategy did, as a panel of a chart.
struct Panel {
  std::string name;
  std::string words = {};                                 ///< beside the name
  std::vector<::docktor::simulate::Moment> moments = {};  ///< at least two, equally far apart
};

/// A picture (SVG) of the load and of the replicas over time: a panel for each strategy, with the same scales, and
/// marks where more than 1 % of the requests were slow. Readable on light and on dark; some 100 kB, however long the
/// run. `panels`: not empty, of the same load.
std::string DrawChart(const std::string& title, const std::vector<Panel>& panels);

}  // namespace docktor::cli::simulate
