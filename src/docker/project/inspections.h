#pragma once

#include <map>
#include <set>

#include "core/ids.h"
#include "docker/engine.h"

namespace docktor::docker {

/// Of which containers the engine must be asked again, whatever its list shows.
struct Stale {
  bool all = false;
  std::set<ContainerId> some = {};
};

/// The engine's descriptions of the containers in its list. A list is one cheap call and a description one more for
/// each container, so it is asked only for those whose entry has changed and those that are stale.
class Inspections {
 public:
  explicit Inspections(Engine& engine) : engine_(engine) {}

  /// Begins a reading of the whole list: what is not asked for until the next one is forgotten then.
  void Begin(const Stale& stale);
  /// kNotFound: it has gone since it was listed. Other errors are the engine's.
  Result<json::object> Of(const ContainerId& id, const json::object& entry);

 private:
  struct Known {
    json::object entry;  ///< without what differs from list to list of itself
    json::object inspect;
  };
  Engine& engine_;
  std::map<ContainerId, Known> known_, before_;
};

}  // namespace docktor::docker
