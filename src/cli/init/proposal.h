#pragma once

#include <string>
#include <vector>

#include "core/json.h"

namespace docktor::cli::init {

/// What is proposed for a service that can have more replicas.
struct Proposal {
  std::string service;
  int min = 1;
  int max = 10;
  std::string reason;  ///< why it can be scaled, and what is to be thought of
  friend bool operator==(const Proposal&, const Proposal&) = default;
};

/// A service of which nothing is proposed.
struct Unfit {
  std::string service;
  std::string why;
  friend bool operator==(const Unfit&, const Unfit&) = default;
};

struct Proposals {
  std::vector<Proposal> fit;
  std::vector<Unfit> unfit;
};

/// From the project as `docker compose config --format json` tells it. `cpus`: what the machine has; all replicas
/// together are not proposed to be allowed more, where the service has a limit.
Proposals Propose(const json::object& config, int cpus);

}  // namespace docktor::cli::init
