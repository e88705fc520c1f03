#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace docktor::cli::simulate {

/// What of a long series falls into one column of a picture. Nothing that stands out is lost: the extremes are kept.
struct Column {
  double first = 0, last = 0;
  double low = 0, high = 0;
  bool rises = false;  ///< the low came before the high
};

/// `count` values as at most `most` columns of about as many values each.
std::vector<Column> Columns(std::size_t count, std::size_t most, const std::function<double(std::size_t)>& value);

}  // namespace docktor::cli::simulate
