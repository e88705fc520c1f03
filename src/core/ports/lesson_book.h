#pragma once

#include <vector>

#include "core/lessons.h"

namespace docktor {

/// Where what was learned outlives a restart.
class LessonBook {
 public:
  virtual ~LessonBook() = default;
  /// What is known of these services by now; what was kept of others stays. May block on the disk. A disk that refuses
  /// costs learning, nothing else: it is told in the log.
  virtual void Keep(std::vector<ServiceLessons> lessons) = 0;
};

}  // namespace docktor
