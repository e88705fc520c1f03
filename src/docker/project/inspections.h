#pragma once

#include <map>
#include <set>
#include <string>

#include "core/ids.h"
#include "core/time.h"
#include "docker/engine.h"

namespace docktor::docker {

/// Of which containers the engine must be asked again, whatever its list shows.
struct Stale {
  bool all = false;
  std::set<ContainerId> some = {};
};

/// A container as the engine describes it.
struct Inspected {
  json::object inspect;
  /// Why it does not; empty: it does. Then it is as it was described last, or as far as the list shows it, in the state
  /// that the list has.
  std::string trouble = {};
};

/// The engine's descriptions of the containers in its list. A list is one cheap call and a description one more for
/// each container, so it is asked only for those whose entry has changed and those that are stale. One over which the
/// engine hangs keeps the others waiting now and then only: it is asked about less and less often.
class Inspections {
 public:
  explicit Inspections(Engine& engine) : engine_(engine) {}

  /// Begins a reading of the whole list: what is not asked for until the next one is forgotten then.
  void Begin(const Stale& stale, Instant at);
  /// The engine was away altogether: what it hung over by then says nothing of a container.
  void EngineWasLost();
  /// kNotFound: it has gone since it was listed. There are no other errors.
  Result<Inspected> Of(const ContainerId& id, const json::object& entry);

 private:
  static constexpr Duration kFirstWait = 30s;

  struct Known {
    json::object entry;    ///< without what differs from list to list of itself
    json::object inspect;  ///< empty: never described
    std::string trouble;
    Instant ask_again{};  ///< not before
    Duration wait = kFirstWait;
  };
  bool IsStale(const ContainerId& id) const { return stale_.all || stale_.some.contains(id); }
  Status Ask(const ContainerId& id, Known& known);

  Engine& engine_;
  Stale stale_;
  Instant at_{};
  int hung_ = 0;  ///< containers, in this reading
  std::map<ContainerId, Known> known_, before_;
};

}  // namespace docktor::docker
