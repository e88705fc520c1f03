#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.h"
#include "docker/engine.h"

namespace docktor::act {

/// One container of a service as the engine lists it.
struct Counted {
  ContainerId id;
  std::string name;  ///< without the leading slash
  int number = 0;
  std::string state;         ///< "running", "created", "exited", …
  bool ended_well = false;   ///< it has exited, with 0
  std::int64_t created = 0;  ///< seconds since 1970
  std::string copy_of;       ///< the decision that it was made for; empty: not made by Docktor
};

bool Runs(const Counted& container);
/// Made by Docktor, and of no use to a service: never started, because its action broke off, or ended with an error.
/// Compose counts both and would start them. The list does not tell whether it was somebody who ended it.
bool IsLeftover(const Counted& container);

/// All containers of one service, running or not, one-offs left out; newest first.
struct Census {
  std::vector<Counted> containers;

  int Running() const;
  /// One more than the highest there is, as Compose numbers them.
  int NextNumber() const;
};

/// Of what the engine lists.
Census CensusOf(const json::array& list, const ServiceKey& service);
Result<Census> TakeCensus(docker::Engine& engine, const ServiceKey& service);

}  // namespace docktor::act
