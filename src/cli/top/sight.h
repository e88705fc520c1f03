#pragma once

#include <deque>
#include <optional>
#include <string>

#include "operations/now/events.h"
#include "operations/now/status.h"

namespace docktor::cli::top {

/// What is known of the daemon just now.
struct Sight {
  std::optional<operations::StatusOutput> status = {};  ///< the last one that came
  std::deque<operations::Event> events = {};            ///< newest last, some hundred
  std::string trouble = {};                             ///< why nothing comes any more; empty: it does
};

}  // namespace docktor::cli::top
