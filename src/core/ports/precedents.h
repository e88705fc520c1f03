#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/decision.h"

namespace docktor {

/// A change that was made in a situation much like another one, and how it turned out. Only figures, as a model is told
/// it: nobody's words come to it this way.
struct Precedent {
  Instant at{};
  std::optional<double> load = {};  ///< the mean of the first signal then
  int from = 0;
  int to = 0;
  OutcomeKind outcome = OutcomeKind::kSuccess;
  friend bool operator==(const Precedent&, const Precedent&) = default;
};

/// What is remembered of changes.
class Precedents {
 public:
  virtual ~Precedents() = default;
  /// Earlier changes of the same service in situations much like that of `look`, at most so many, the most like first.
  /// Only those whose outcome has been judged. Thread-safe; takes no longer than some milliseconds.
  virtual std::vector<Precedent> Like(const Decision& look, std::size_t most) const = 0;
};

}  // namespace docktor
