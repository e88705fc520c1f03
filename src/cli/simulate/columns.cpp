#include "cli/simulate/columns.h"

#include <algorithm>

namespace docktor::cli::simulate {
namespace {

Column ColumnOf(std::size_t begin, std::size_t end, const std::function<double(std::size_t)>& value) {
  Column column{.first = value(begin), .last = value(end - 1), .low = value(begin), .high = value(begin)};
  for (auto i = begin + 1; i < end; ++i) {
    const double here = value(i);
    if (here > column.high) column.rises = true;
    if (here < column.low) column.rises = false;
    column.low = std::min(column.low, here);
    column.high = std::max(column.high, here);
  }
  return column;
}

}  // namespace

std::vector<Column> Columns(std::size_t count, std::size_t most, const std::function<double(std::size_t)>& value) {
  const auto columns = std::min(count, most);
  std::vector<Column> all;
  for (std::size_t i = 0; i < columns; ++i)
    all.push_back(ColumnOf(i * count / columns, (i + 1) * count / columns, value));
  return all;
}

}  // namespace docktor::cli::simulate
