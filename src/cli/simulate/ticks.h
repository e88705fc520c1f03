#pragma once

#include <string>
#include <vector>

namespace docktor::cli::simulate {

/// A mark of an axis.
struct Tick {
  double at = 0;
  std::string label;
};

/// Whole numbers from 0 on, at most seven, up to the first that is not below `most`.
std::vector<Tick> CountTicks(double most);
/// Time since the beginning, at most thirteen, from 0 to `seconds`: "10 min", "6 h", "1 d 12 h".
std::vector<Tick> TimeTicks(double seconds);

}  // namespace docktor::cli::simulate
