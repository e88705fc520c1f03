#include "core/decision.h"

#include <algorithm>

namespace docktor {

double Evidence::operator[](std::string_view name) const {
  const auto found = std::find_if(figures.begin(), figures.end(), [name](const Figure& f) { return f.name == name; });
  return found == figures.end() ? std::numeric_limits<double>::quiet_NaN() : found->value;
}

}  // namespace docktor
